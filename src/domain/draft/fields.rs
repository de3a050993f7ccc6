//! The fields of an identity, and one value for each.

/// Declares the fields and their list in one: a field missing from the list would be skipped by
/// every loop, and by every test that loops.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $word:literal,)*) => {
        /// The fields of the form.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Field {
            $($(#[$doc])* $field,)*
        }

        impl Field {
            /// Every field, in the order of the form.
            pub const ALL: [Self; [$(stringify!($field)),*].len()] = [$(Self::$field),*];

            /// What it is called within a sentence.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$field => $word,)*
                }
            }
        }
    };
}

fields! {
    /// The name.
    Name = "name",
    /// The description.
    Description = "description",
    /// The attributes.
    Attributes = "attributes",
    /// The connections added directly.
    ConnectionNames = "connections",
}

/// One value for each field: what is typed, what is sent, what changes, what is merged.
///
/// `N` is for the name, which has rules of its own, `T` for every other text, `A` and `C` for the
/// lists. Code that treats fields alike goes through these methods, so that a new field is named
/// here and not in every caller.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PerField<N, T, A, C> {
    /// Of the name.
    pub name: N,
    /// Of the description.
    pub description: T,
    /// Of the attributes.
    pub attributes: A,
    /// Of the connections added directly.
    pub connection_names: C,
}

/// The values of the texts alone. Lists can be long, and don't change while a text is typed.
pub type Texts<N, T> = PerField<N, T, (), ()>;

/// A value of one field, by the kind of the field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextOrList<T, L> {
    /// The field is a text.
    Text(T),
    /// The field is a list of texts.
    List(L),
}

impl<N, T, A, C> PerField<N, T, A, C> {
    /// The same values, borrowed.
    pub fn as_ref(&self) -> PerField<&N, &T, &A, &C> {
        let Self { name, description, attributes, connection_names } = self;
        PerField { name, description, attributes, connection_names }
    }

    /// Makes another value of each.
    pub fn map<N2, T2, A2, C2>(
        self,
        of_name: impl FnOnce(N) -> N2,
        mut of_text: impl FnMut(T) -> T2,
        of_attributes: impl FnOnce(A) -> A2,
        of_connection_names: impl FnOnce(C) -> C2,
    ) -> PerField<N2, T2, A2, C2> {
        let Self { name, description, attributes, connection_names } = self;
        PerField {
            name: of_name(name),
            description: of_text(description),
            attributes: of_attributes(attributes),
            connection_names: of_connection_names(connection_names),
        }
    }

    /// Pairs the values of each field.
    #[expect(clippy::type_complexity, reason = "one pair for each parameter")]
    pub fn zip<N2, T2, A2, C2>(
        self,
        other: PerField<N2, T2, A2, C2>,
    ) -> PerField<(N, N2), (T, T2), (A, A2), (C, C2)> {
        let Self { name, description, attributes, connection_names } = self;
        PerField {
            name: (name, other.name),
            description: (description, other.description),
            attributes: (attributes, other.attributes),
            connection_names: (connection_names, other.connection_names),
        }
    }

    /// Makes another value of the name.
    pub fn map_name<N2>(self, of_name: impl FnOnce(N) -> N2) -> PerField<N2, T, A, C> {
        self.map(of_name, |text| text, |list| list, |list| list)
    }

    /// The texts other than the name, in the order of the form.
    pub fn beside_name(&self) -> impl Iterator<Item = (Field, &T)> {
        // No `..`: a text that is added is one of them.
        let Self { name: _, description, attributes: _, connection_names: _ } = self;
        [(Field::Description, description)].into_iter()
    }

    /// The same texts with other lists.
    pub fn with_lists<A2, C2>(self, attributes: A2, names: C2) -> PerField<N, T, A2, C2> {
        self.map(|name| name, |text| text, |_| attributes, |_| names)
    }

    /// A copy of the texts.
    pub fn texts(&self) -> Texts<N, T>
    where
        N: Clone,
        T: Clone,
    {
        self.as_ref().map(N::clone, T::clone, |_| (), |_| ())
    }
}

impl<N: Clone, T: Clone, A: Clone, C: Clone> PerField<N, T, A, C> {
    /// Takes the value of one field from another.
    pub fn take(&mut self, field: Field, from: &Self) {
        match field {
            Field::Name => self.name.clone_from(&from.name),
            Field::Description => self.description.clone_from(&from.description),
            Field::Attributes => self.attributes.clone_from(&from.attributes),
            Field::ConnectionNames => self.connection_names.clone_from(&from.connection_names),
        }
    }
}

/// Where the name is a text like any other, and the lists are alike.
impl<T, L> PerField<T, T, L, L> {
    /// The value of a field.
    pub fn get(&self, field: Field) -> TextOrList<&T, &L> {
        match field {
            Field::Name => TextOrList::Text(&self.name),
            Field::Description => TextOrList::Text(&self.description),
            Field::Attributes => TextOrList::List(&self.attributes),
            Field::ConnectionNames => TextOrList::List(&self.connection_names),
        }
    }

    /// The value of a field, to be changed.
    pub fn get_mut(&mut self, field: Field) -> TextOrList<&mut T, &mut L> {
        match field {
            Field::Name => TextOrList::Text(&mut self.name),
            Field::Description => TextOrList::Text(&mut self.description),
            Field::Attributes => TextOrList::List(&mut self.attributes),
            Field::ConnectionNames => TextOrList::List(&mut self.connection_names),
        }
    }

    /// Makes another value of each text and of each list.
    pub fn map_alike<T2, L2>(
        self,
        of_text: impl Fn(T) -> T2,
        of_list: impl Fn(L) -> L2,
    ) -> PerField<T2, T2, L2, L2> {
        self.map(&of_text, &of_text, &of_list, &of_list)
    }
}

/// Where all values are alike.
impl<V> PerField<V, V, V, V> {
    /// The values, in the order of [`Field::ALL`].
    pub fn into_array(self) -> [V; Field::ALL.len()] {
        let Self { name, description, attributes, connection_names } = self;
        [name, description, attributes, connection_names]
    }
}

impl<T: Copy, L: Copy> TextOrList<&T, &L> {
    /// A copy of the value.
    pub fn copied(self) -> TextOrList<T, L> {
        match self {
            Self::Text(text) => TextOrList::Text(*text),
            Self::List(list) => TextOrList::List(*list),
        }
    }
}
