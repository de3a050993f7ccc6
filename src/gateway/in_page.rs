//! The sandbox engine as a transport.
