//! Which values a spreadsheet reads as they stand.
//!
//! CSV has no types: a spreadsheet runs what looks like a formula, and turns into a number or a date
//! what looks like one, quotes or not. No prefix prevents that without changing the value for every
//! other reader, so such a value is left out.
//!
//! Letters beyond ASCII stay in. Excel reads them in another encoding when a file is opened by a double
//! click, and right when it is imported as UTF-8, which the export says (`ExportNote::Utf8`). A byte order
//! mark would help Excel, and other readers would take it for a part of the first column's name.

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

/// Whether the text has a word that makes it text, rather than a number, a date or a logical value, in
/// whatever language the spreadsheet is set to.
///
/// A text without digits is text unless it is a logical value. In a text with digits, names of months and
/// signs of currencies don't count as such words, and neither do words that aren't ASCII: no list of every
/// language's words would be complete.
fn has_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|it: char| !it.is_alphabetic()).filter(|word| !word.is_empty());
    if !text.contains(char::is_numeric) {
        return words.next().is_some() && !is_listed(LOGICAL, &lower);
    }
    // A weekday, of any language, stands before the date: “Montag, 5. Mai”.
    let after_first = text.trim_start_matches(char::is_alphabetic);
    let may_begin_with_weekday = after_first.len() < text.len()
        && after_first.starts_with([' ', ',', '.'])
        && words.clone().any(|word| !word.is_ascii() || is_listed(MONTHS, word));
    words
        .skip(usize::from(may_begin_with_weekday))
        .any(|word| word.is_ascii() && !is_listed(READ, word) && !is_listed(MONTHS, word))
}

/// Whether a list has the word.
fn is_listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// What stands beside digits in numbers, amounts, times and dates; `r`, `h`, `s` and `m` are Japanese
/// eras.
const READ: &str = "\
    a am chf d de del den e f ft h kn kr lei m of p pm r rd rm rp s st t th true false z zl";

/// Months in the languages that spreadsheets speak, as far as they are in ASCII (Unicode CLDR).
const MONTHS: &str = "\
    abe abendua abr abril abu abuztua ago agost agosto agu agustus aib api apirila apr aprel \
    april aprile aprilie aprill ara aug august augusta augusti augusts augustus augusztus avg \
    avgust avq avqust avr avril awst aza azaroa bal balandis beal bealtaine chw chwef chwefror \
    cze czerwca czerwiec dec decembar december decembra decembrie decembris decembro deireadh \
    dek dekabr des desember desembre dets detsember dez dezember dezembro dhj dhjetor dic \
    dicembre diciembre dis disember dub duben dubna ean ebr ebrill eka ekaina eki ekim elo \
    elokuu elokuuta ene enero eyl feabh feabhra feb febbraio febr febreiro febrer febrero \
    februar februari februarie february fev fevereiro fevral geg gen gener gennaio giu giugno \
    gor gorff gorffennaf gru grudnia gruod gruodis gush gusht haz haziran helmi helmikuu \
    helmikuuta huhti huhtikuu huhtikuuta hyd hydref ian ianuarie ion ionawr ira iraila iul iulie \
    iun iunie iyl iyn iyul iyun jaan jaanuar jan janar janeiro januar januari januarie january \
    janv janvier joulu joulukuu joulukuuta juil juillet juin jul julai julho juli julie julij \
    julio juliol july jun june junho juni junie junij junio juny juuli juuni kas kol kolovoz \
    kolovoza korr korrik kov kovas kovo kwi kwietnia lapkr lapkritis led leden ledna liep liepa \
    liepos lip lipanj lipca lipiec lipnja lis listopad listopada listopadu loka lokakuu \
    lokakuuta lug luglio lut lutego luty maalis maaliskuu maaliskuuta maart mac mag maggio mai \
    maiatza maig maijs maio maj maja mar marca march marec maret marras marraskuu marraskuuta \
    mars mart martie marts martxoa marzec marzo maw mawrth may mayo medi meh mehefin mei meith \
    meitheamh mrt nis nisan noiembrie noll nollaig nov novembar november novembra novembre \
    novembris novembro noviembre noy noyabr oca ocak oct october octobre octombrie octubre ogo \
    ogos okt oktobar oktober oktobris oktoober oktyabr ots otsaila ott ottobre out outubro pri \
    prill pro prosinac prosinca prosince prosinec qer qershor rhag rhagfyr rugp rugs ruj rujan \
    rujna samh samhain saus sausio sausis sen sentyabr sep sept septembar september septembra \
    septembre septembrie septembris septiembre set setembre setembro settembre shk shkurt sht \
    shtator sie sierpnia sij spal spalio spalis srp srpanj srpen srpna srpnja stu studeni \
    studenoga sty stycznia svi svibanj svibnja syys syyskuu syyskuuta szept szeptember tach \
    tachwedd tammi tammikuu tammikuuta tem temmuz tet tetor touko toukokuu toukokuuta tra \
    travanj travnja urr urria urt urtarrila uzt uztaila vas vasario vasaris veebr veebruar velj \
    wrz xan xaneiro xul xullo yan yanvar";

/// Logical values in the same languages.
const LOGICAL: &str = "\
    true false wahr falsch vrai faux verdadero falso vero waar onwaar sant usant sann falskt falsk \
    tosi epätosi prawda fałsz pravda nepravda igaz hamis adevărat fals verdadeiro certo doğru yanlış \
    истина ложь істина хибність 真 偽 참 거짓";

/// A formula behind what another reader takes for the end of a cell: files of commas are opened with
/// semicolons where the decimal sign is a comma.
fn hides_cell(text: &str) -> bool {
    text.split([',', ';', '|', '"']).skip(1).any(|cell| {
        cell.trim_start_matches([' ', '"', '\'']).starts_with(|it: char| !it.is_alphanumeric())
    })
}
