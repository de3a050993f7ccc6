//! Invisible characters: controls, format characters, unusual spaces.

/// Whether a character is invisible, reorders or hides the text around it, or looks like a space
/// and isn't one.
///
/// Covers Unicode's categories Cc, Cf, Zl and Zp, every space separator but U+0020, what Unicode calls
/// default ignorable (Unicode 16, DerivedCoreProperties), the blank Braille pattern, and
/// noncharacters.
pub fn is_invisible(character: char) -> bool {
    // An export has megabytes of text, most of it ASCII.
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || character.is_whitespace()
        || (u32::from(character) & 0xfffe) == 0xfffe
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{890}'..='\u{891}'
                | '\u{8e2}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{110bd}'
                | '\u{110cd}'
                | '\u{13430}'..='\u{1343f}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text with every invisible character as U+XXXX.
pub fn visible(text: &str) -> String {
    let shown = |character: char| match is_invisible(character) {
        true => code_point(character),
        false => character.to_string(),
    };
    text.chars().map(shown).collect()
}

/// A character as U+XXXX.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
