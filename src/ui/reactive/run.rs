//! Functions behind a pointer.

/// Like `dyn FnMut(In) -> Out`, at a third of the size: that type's vtable has two more functions, for
/// calling it as another kind of function. A program has hundreds of such vtables.
pub trait Run<In, Out> {
    fn run(&mut self, input: In) -> Out;
}

impl<In, Out, F: FnMut(In) -> Out> Run<In, Out> for F {
    fn run(&mut self, input: In) -> Out {
        self(input)
    }
}
