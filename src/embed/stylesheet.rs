//! The style sheets as one text, which the element adopts. The list is `style/order.txt`.

/// Everything that `style/order.txt` names, in its order, and the element's own rules.
pub const CSS: &str = concat!(
    include_str!("../../style/layers.css"),
    include_str!("../../style/tokens.css"),
    include_str!("../../style/reset.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/layout.css"),
    include_str!("../../style/components/button.css"),
    include_str!("../../style/components/field.css"),
    include_str!("../../style/components/text_field.css"),
    include_str!("../../style/components/token_field.css"),
    include_str!("../../style/components/notice.css"),
    include_str!("../../style/components/error_summary.css"),
    include_str!("../../style/components/dialog.css"),
    include_str!("../../style/components/secret_value.css"),
    include_str!("../../style/components/editor.css"),
    include_str!("../../style/utilities.css"),
    include_str!("../../style/host.css"),
);
