//! The body of an answer: whole, streamed, or cut.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tower_http::services::fs::ServeFileSystemResponseBody;

/// How long the part before a cut has to be sent.
const FLUSH: Duration = Duration::from_millis(30);

/// A body to send.
pub struct ReplyBody(Kind);

enum Kind {
    Whole(Full<Bytes>),
    File(ServeFileSystemResponseBody),
    /// The part to send, then the pause, then the cut.
    CutShort(Option<Bytes>, Option<Pin<Box<tokio::time::Sleep>>>),
}

impl ReplyBody {
    /// A body in one piece.
    pub fn whole(bytes: Bytes) -> Self {
        Self(Kind::Whole(Full::new(bytes)))
    }

    /// A file's body.
    pub const fn file(body: ServeFileSystemResponseBody) -> Self {
        Self(Kind::File(body))
    }

    /// A body that is cut after its first bytes.
    pub const fn cut_short(first: Bytes) -> Self {
        Self(Kind::CutShort(Some(first), None))
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.0 {
            Kind::Whole(body) => Pin::new(body).poll_frame(context).map_err(|never| match never {}),
            Kind::File(body) => Pin::new(body).poll_frame(context),
            Kind::CutShort(first, pause) => {
                if let Some(bytes) = first.take() {
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                let pause = pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(FLUSH)));
                let cut = || Some(Err(io::ErrorKind::ConnectionAborted.into()));
                pause.as_mut().poll(context).map(|()| cut())
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Whole(body) => body.size_hint(),
            Kind::File(body) => body.size_hint(),
            Kind::CutShort(..) => SizeHint::default(),
        }
    }
}
