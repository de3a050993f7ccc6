//! Which values a spreadsheet reads as they stand.
//!
//! CSV has no types: a spreadsheet runs what looks like a formula, and turns into a number or a date
//! what looks like one, quotes or not. No prefix prevents that without changing the value for every
//! other reader, so such a value is left out.

/// Whether spreadsheets take the text as text, or as a number that they print the same.
pub fn survives(text: &str) -> bool {
    is_short_number(text)
        || is_ipv4(text)
        || (starts_as_text(text) && has_word(text) && !hides_cell(text))
}

/// A number that is written as a spreadsheet writes it, such as a port.
fn is_short_number(text: &str) -> bool {
    (1..=15).contains(&text.len())
        && text.bytes().all(|it| it.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

fn is_ipv4(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}

/// Formulas begin with `=`, `+`, `-` or `@`, in some languages with the fullwidth forms.
fn starts_as_text(text: &str) -> bool {
    text.starts_with(|it: char| it.is_alphanumeric() || it == '_')
}

/// A run of letters that makes it neither number nor date nor a logical value in any reader.
fn has_word(text: &str) -> bool {
    const READ: [&str; 31] = [
        "e", "d", "t", "z", "am", "pm", "a", "p", "h", "true", "false", "jan", "feb", "mar", "apr",
        "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
        "fri", "sat", "sun",
    ];
    const LONG: [&str; 18] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let lower = text.to_lowercase();
    lower
        .split(|it: char| !it.is_alphabetic())
        .any(|word| !word.is_empty() && !READ.contains(&word) && !LONG.contains(&word))
}

/// A formula behind what another reader takes for the end of a cell: files of commas are opened with
/// semicolons where the decimal sign is a comma.
fn hides_cell(text: &str) -> bool {
    text.split([',', ';', '|', '"']).skip(1).any(|cell| {
        cell.trim_start_matches([' ', '"', '\'']).starts_with(|it: char| !it.is_alphanumeric())
    })
}
