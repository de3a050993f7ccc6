//! Texts that look the same and aren't: Latin letters with twins in Greek and Cyrillic.

use super::collect::{Collect, HashedMap, HashedSet};

/// Letters that look like a Latin one in common fonts: what UTS #39 calls confusable, as far as the
/// three scripts go.
const TWINS: [(char, &str); 41] = [
    ('A', "ΑА"),
    ('B', "ΒВ"),
    ('C', "СϹ"),
    ('E', "ΕЕ"),
    ('F', "Ϝ"),
    ('G', "Ԍ"),
    ('H', "ΗН"),
    ('I', "ΙІӀ"),
    ('J', "ЈͿ"),
    ('K', "ΚК"),
    ('L', "Լ"),
    ('M', "ΜМϺ"),
    ('N', "Ν"),
    ('O', "ΟО"),
    ('P', "ΡР"),
    ('Q', "Ԛ"),
    ('S', "Ѕ"),
    ('T', "ΤТ"),
    ('W', "Ԝ"),
    ('X', "ΧХ"),
    ('Y', "ΥҮ"),
    ('Z', "Ζ"),
    ('a', "αа"),
    ('c', "сϲ"),
    ('d', "ԁ"),
    ('e', "е"),
    ('g', "ɡ"),
    ('h', "һ"),
    ('i', "іιı"),
    ('j', "јϳ"),
    ('k', "кκ"),
    ('l', "ӏ"),
    ('n', "п"),
    ('o', "оοσ"),
    ('p', "рρ"),
    ('q', "ԛ"),
    ('s', "ѕ"),
    ('u', "υц"),
    ('v', "νѵ"),
    ('w', "ԝω"),
    ('x', "хχ"),
];

/// A text with each Greek or Cyrillic twin of a Latin letter as that letter.
pub fn fold(text: &str) -> String {
    let latin = |it: char| {
        // "у" and "γ" both stand for "y".
        let twin = TWINS.iter().find(|(_, twins)| twins.contains(it)).map(|(latin, _)| *latin);
        twin.or(matches!(it, 'у' | 'γ' | 'ү').then_some('y')).unwrap_or(it)
    };
    text.chars().map(|it| if it.is_ascii() { it } else { latin(it) }).collect()
}

/// The texts that look like another one of the list: their code points have to be shown.
///
/// `normalized` gives a text's NFKC form, which browsers know; it isn't asked about ASCII.
pub fn ambiguous<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    normalized: impl Fn(&str) -> String,
) -> HashedSet<String> {
    let mut by_look: HashedMap<String, HashedSet<&str>> = HashedMap::default();
    let mut has_foreign = false;
    let texts: Vec<&str> = texts.into_iter().collect();
    for text in texts.iter().filter(|text| !text.is_ascii()) {
        has_foreign = true;
        by_look.entry(fold(&normalized(text))).or_default().insert(text);
    }
    // Among ASCII texts alone there are no twins.
    if !has_foreign {
        return HashedSet::default();
    }
    for text in texts.iter().filter(|text| text.is_ascii()) {
        if let Some(alike) = by_look.get_mut(*text) {
            alike.insert(text);
        }
    }
    let alike = by_look.into_values().filter(|alike| alike.len() > 1).flatten();
    alike.map(str::to_owned).into_hashed_set()
}

#[cfg(test)]
mod tests {
    use super::{ambiguous, fold};

    #[test]
    fn twins_of_latin_letters_fold_to_them() {
        assert_eq!(fold("раураl"), "paypal");
        assert_eq!(fold("ΡАΥ"), "PAY");
        assert_eq!(fold("жаба"), "жaбa");
    }

    #[test]
    fn only_texts_with_a_twin_in_the_list_are_ambiguous() {
        let found = ambiguous(["prod", "рrod", "жаба", "other"], str::to_owned);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["рrod", "prod"]);
        assert!(ambiguous(["prod", "other"], |_| unreachable!("it is ASCII")).is_empty());
    }
}
