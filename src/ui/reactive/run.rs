//! Functions behind a pointer.

/// What `dyn FnMut(In) -> Out` is, at a third of its size: the table of that has two more functions,
/// with which it could be called as another kind of function. A program has hundreds of such tables.
pub trait Run<In, Out> {
    fn run(&mut self, input: In) -> Out;
}

impl<In, Out, F: FnMut(In) -> Out> Run<In, Out> for F {
    fn run(&mut self, input: In) -> Out {
        self(input)
    }
}
