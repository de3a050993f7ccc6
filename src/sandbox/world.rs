//! Time and randomness, which the host supplies to the engine.

/// The source of the engine's moments and secrets; each host has its own.
pub trait World {
    /// The current moment, in nanoseconds since 1970-01-01T00:00:00Z.
    fn now(&mut self) -> i64;

    /// Fills the buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// A deterministic world: the same seed and start give the same moments and secrets.
#[derive(Clone, Debug)]
pub struct SeededWorld {
    state: u64,
    now: i64,
}

/// 2026-01-01T00:00:00Z, the default start of a seeded world.
pub const SEEDED_START: i64 = 1_767_225_600_000_000_000;

/// How far each read advances the seeded clock: over a second, so that no two rows share a creation
/// time, with a fraction that shows which answers carry nanoseconds (contract §3).
const TICK: i64 = 1_001_002_003;

impl SeededWorld {
    /// A world that starts `start` nanoseconds after 1970.
    pub fn new(seed: u64, start: i64) -> Self {
        Self { state: seed, now: start }
    }

    /// The next 64 bits, by SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

impl World for SeededWorld {
    fn now(&mut self) -> i64 {
        self.now = self.now.saturating_add(TICK);
        self.now
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bits = self.next().to_le_bytes();
            chunk.copy_from_slice(&bits[..chunk.len()]);
        }
    }
}

/// The same world on an earlier day, for history that is spread over days.
pub(super) struct Backdated<'a> {
    pub world: &'a mut dyn World,
    /// How far back, in nanoseconds.
    pub by: i64,
}

impl World for Backdated<'_> {
    fn now(&mut self) -> i64 {
        self.world.now().saturating_sub(self.by)
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        self.world.fill(buffer);
    }
}
