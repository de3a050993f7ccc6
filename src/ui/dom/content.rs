//! The content of an element.

use super::{
    El, Fixed, Live,
    view::{Kind, View},
};

/// A value that can be placed inside an element. It takes a fixed number of child positions.
pub trait Content<M>: Sized {
    fn append_to(self, children: &mut Vec<View>);

    fn view(self) -> View {
        let mut children = Vec::new();
        self.append_to(&mut children);
        match children.len() {
            0 => View(Kind::Nothing),
            1 => children.remove(0),
            _ => View(Kind::Group(children)),
        }
    }
}

impl Content<Fixed> for () {
    fn append_to(self, _: &mut Vec<View>) {}
}

impl Content<Fixed> for View {
    fn append_to(self, children: &mut Vec<View>) {
        children.push(self);
    }
}

impl Content<Fixed> for &'static str {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<View>) {
        children.push(View::text(self));
    }
}

impl Content<Fixed> for El {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<View>) {
        children.push(self.into_any());
    }
}

impl<M, T: Content<M>> Content<(M,)> for Option<T> {
    fn append_to(self, children: &mut Vec<View>) {
        children.push(match self {
            Some(content) => content.view(),
            None => View(Kind::Nothing),
        });
    }
}

impl<M, T: Content<M>> Content<(M,)> for Vec<T> {
    fn append_to(self, children: &mut Vec<View>) {
        children.push(View(Kind::List(self.into_iter().map(Content::view).collect())));
    }
}

impl<M, F, T> Content<Live<M>> for F
where
    F: Fn() -> T + 'static,
    T: Content<M>,
{
    fn append_to(self, children: &mut Vec<View>) {
        children.push(live(self));
    }
}

macro_rules! tuples {
    ($(($($part:ident $mark:ident),*))*) => {
        $(impl<$($part, $mark),*> Content<($($mark,)* Fixed)> for ($($part,)*)
        where
            $($part: Content<$mark>),*
        {
            fn append_to(self, children: &mut Vec<View>) {
                #[expect(non_snake_case, reason = "a part is named as its type")]
                let ($($part,)*) = self;
                $($part.append_to(children);)*
            }
        })*
    };
}

tuples! {
    (A MA, B MB)
    (A MA, B MB, C MC)
    (A MA, B MB, C MC, D MD)
    (A MA, B MB, C MC, D MD, E ME)
    (A MA, B MB, C MC, D MD, E ME, F MF)
    (A MA, B MB, C MC, D MD, E ME, F MF, G MG)
    (A MA, B MB, C MC, D MD, E ME, F MF, G MG, H MH)
}

/// Content that is drawn again whenever a signal that it reads changes.
pub fn live<M, T: Content<M>>(content: impl Fn() -> T + 'static) -> View {
    View(Kind::Live(Box::new(move |()| content().view())))
}
