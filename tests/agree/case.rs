//! Random states of an identity, and drafts to save over them.

use std::sync::Arc;

use machine_identity_editor::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{IdentitySpec, PerField},
    identity::Identity,
    name::IdentityName,
};

/// The connections of the organization: name, type, subtype, access mode.
pub const CONNECTIONS: [(&str, &str, &str, &str); 12] = [
    ("agree-pg-1", "database", "postgres", "enabled"),
    ("agree-pg-2", "database", "postgres", "enabled"),
    ("agree-ssh", "application", "ssh", "enabled"),
    ("agree-git", "application", "git", "enabled"),
    ("agree-rdp", "custom", "rdp", "enabled"),
    ("agree-ssm", "custom", "aws-ssm", "enabled"),
    ("agree-web", "httpproxy", "httpproxy", "enabled"),
    ("agree-eks", "custom", "kubernetes-eks", "enabled"),
    ("agree-claude", "httpproxy", "claude-code", "enabled"),
    ("agree-off", "database", "postgres", "disabled"),
    ("agree-sql", "database", "mysql", "enabled"),
    (LONG_CONNECTION, "database", "postgres", "enabled"),
];
/// Too long for the gateway to create credentials under it (contract §9).
const LONG_CONNECTION: &str = match std::str::from_utf8(&[b'l'; 140]) {
    Ok(text) => text,
    Err(_) => "",
};
pub const ATTRIBUTES: [&str; 4] = ["agree:a", "agree:b", "agree:c", "agree:d"];
pub const IDENTITY: &str = "agree-identity";
pub const TAKEN: &str = "agree-taken";
/// The name of a new identity.
pub const CREATED: &str = "agree-created";

/// A reproducible random number generator: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).expect("it is below a usize")
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// A state and a draft to save over it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The connections that carry each attribute, as a bit set.
    pub carriers: [usize; 4],
    /// The identity's name has 256 characters.
    pub is_long_named: bool,
    pub history: Vec<Step>,
    /// The draft is sent as a new identity (POST), not as an update (PUT).
    pub is_creation: bool,
    pub draft: Fields,
}

/// Something that happens before the draft is saved.
#[derive(Clone, Debug)]
pub enum Step {
    Save(Fields),
    Rotate(usize),
    Resave(usize),
    DeleteConnection(usize),
    DeleteAttribute(usize),
    Disable(usize),
    /// A proxy is switched off, where the gateway allows it.
    ListenerOff(usize),
}

/// What a save sends.
#[derive(Clone, Debug)]
pub struct Fields(PerField<Name, &'static str, List<Label>, List<Entry>>);

/// The list that a save sends.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The stored entries that stay, as a bit set.
    kept: usize,
    added: Vec<T>,
}

#[derive(Clone, Copy, Debug)]
pub enum Name {
    Same,
    Other,
    Taken,
    Long,
    Empty,
}

#[derive(Clone, Copy, Debug)]
pub enum Entry {
    Name(usize),
    Id(usize),
    Unknown,
}

#[derive(Clone, Copy, Debug)]
pub enum Label {
    Known(usize),
    New,
    TooLong,
    Nul,
}

impl Case {
    pub fn random(dice: &mut Dice) -> Self {
        let carriers = std::array::from_fn(|_| dice.below(1 << 12) & dice.below(1 << 12));
        let length = dice.below(5);
        let history = (0..length).map(|_| Step::random(dice)).collect();
        let is_long_named = dice.once_in(20);
        let is_creation = dice.once_in(4);
        Self { carriers, is_long_named, history, is_creation, draft: Fields::random(dice, true) }
    }

    /// Every case that has one thing less than this one.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for index in 0..self.history.len() {
            let mut history = self.history.clone();
            history.remove(index);
            all.push(Self { history, ..self.clone() });
            if let Step::Save(fields) = &self.history[index] {
                for fields in fields.smaller() {
                    let mut history = self.history.clone();
                    history[index] = Step::Save(fields);
                    all.push(Self { history, ..self.clone() });
                }
            }
        }
        all.extend(self.draft.smaller().into_iter().map(|draft| Self { draft, ..self.clone() }));
        for index in 0..self.carriers.len() {
            for bit in (0..CONNECTIONS.len()).filter(|bit| self.carriers[index] >> bit & 1 == 1) {
                let mut carriers = self.carriers;
                carriers[index] &= !(1 << bit);
                all.push(Self { carriers, ..self.clone() });
            }
        }
        all
    }
}

impl Step {
    fn random(dice: &mut Dice) -> Self {
        let connection = dice.below(CONNECTIONS.len());
        match dice.below(12) {
            0 => Self::Rotate(connection),
            1 => Self::Resave(connection),
            2 => Self::DeleteConnection(connection),
            3 => Self::DeleteAttribute(dice.below(ATTRIBUTES.len())),
            4 => Self::Disable(connection),
            5 => Self::ListenerOff(dice.below(4)),
            _ => Self::Save(Fields::random(dice, false)),
        }
    }
}

impl<T: Clone> List<T> {
    fn random(dice: &mut Dice, end: usize, entry: fn(&mut Dice) -> T) -> Self {
        let added = (0..dice.below(end)).map(|_| entry(dice)).collect();
        Self { kept: dice.below(256), added }
    }

    fn smaller(&self) -> impl Iterator<Item = Self> {
        (0..self.added.len()).map(|index| {
            let mut added = self.added.clone();
            added.remove(index);
            Self { added, ..*self }
        })
    }

    fn applied<S: Clone>(&self, stored: &[S], entry: impl Fn(&T) -> S) -> Arc<[S]> {
        let is_kept = |index: usize| self.kept >> (index % 8) & 1 == 1;
        let kept = stored.iter().enumerate().filter(|(index, _)| is_kept(*index));
        kept.map(|(_, it)| it.clone()).chain(self.added.iter().map(entry)).collect()
    }
}

impl Fields {
    fn random(dice: &mut Dice, is_draft: bool) -> Self {
        let connections = List::random(dice, 4, Entry::random);
        let attributes = List::random(dice, 3, Label::random);
        let name = match dice.below(if is_draft { 40 } else { 1 }) {
            1..=3 => Name::Other,
            4 => Name::Taken,
            5 => Name::Long,
            6 => Name::Empty,
            _ => Name::Same,
        };
        let text = |()| ["", "d", "d", "a\0b"][if dice.once_in(40) { 3 } else { dice.below(3) }];
        Self(PerField::default().map(|()| name, text, |()| attributes, |()| connections))
    }

    fn smaller(&self) -> Vec<Self> {
        let of = &self.0;
        let connections = of.connection_names.smaller();
        let attributes = of.attributes.smaller();
        let mut all: Vec<_> = connections
            .map(|connection_names| PerField { connection_names, ..of.clone() })
            .chain(attributes.map(|attributes| PerField { attributes, ..of.clone() }))
            .collect();
        if !matches!(of.name, Name::Same) {
            all.push(PerField { name: Name::Same, ..of.clone() });
        }
        if of.beside_name().any(|(_, text)| !text.is_empty()) {
            all.push(of.clone().map(|name| name, |_| "", |list| list, |list| list));
        }
        all.into_iter().map(Self).collect()
    }

    /// The body to send for an identity; `ids` are those of the connections.
    pub fn spec(&self, stored: &Identity, ids: &[String]) -> IdentitySpec {
        let name = match self.0.name {
            Name::Same if !stored.is_stored() => CREATED.to_owned(),
            Name::Same => stored.name.as_str().to_owned(),
            Name::Other => "agree-other".to_owned(),
            Name::Taken => TAKEN.to_owned(),
            Name::Long => format!("agree-{}", "n".repeat(250)),
            Name::Empty => String::new(),
        };
        let entry = |entry: &Entry| match entry {
            Entry::Name(index) => CONNECTIONS[*index].0.to_owned(),
            Entry::Id(index) => ids[*index].clone(),
            Entry::Unknown => "agree-unknown".to_owned(),
        };
        let label = |label: &Label| match label {
            Label::Known(index) => ATTRIBUTES[*index].to_owned(),
            Label::New => "agree:new".to_owned(),
            Label::TooLong => "a".repeat(256),
            Label::Nul => "agree:\0".to_owned(),
        };
        self.0.as_ref().map(
            |_| IdentityName::received(name),
            |text| (*text).to_owned(),
            |list| list.applied(&stored.attributes, |it| Attribute::received(label(it))),
            |list| list.applied(&stored.connection_names, |it| ConnectionName::received(entry(it))),
        )
    }
}

impl Entry {
    fn random(dice: &mut Dice) -> Self {
        match dice.below(24) {
            0 => Self::Unknown,
            1..=3 => Self::Id(dice.below(CONNECTIONS.len())),
            // Prefer connections that can have credentials.
            _ => {
                let end = if dice.once_in(4) { CONNECTIONS.len() } else { 9 };
                Self::Name(dice.below(end))
            }
        }
    }
}

impl Label {
    fn random(dice: &mut Dice) -> Self {
        match dice.below(40) {
            0 => Self::TooLong,
            1 => Self::Nul,
            2..=4 => Self::New,
            _ => Self::Known(dice.below(ATTRIBUTES.len())),
        }
    }
}
