//! Randomness that repeats: everything drawn follows from a seed and a label.

/// Draws that depend on the seed and the label alone.
pub(crate) struct Dice(fastrand::Rng);

impl Dice {
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        // FNV-1a: stable across builds, which the standard hasher does not promise.
        let mixed = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(fastrand::Rng::with_seed(seed ^ mixed))
    }

    /// 160 bits in hexadecimal; a BR random value needs 112 (rules.md 3.1).
    pub(crate) fn token(&mut self) -> String {
        let mut bytes = [0_u8; 20];
        self.0.fill(&mut bytes);
        hex(&bytes)
    }

    /// A positive certificate serial number of 127 bits (BR 7.1: at least 64 random bits).
    pub(crate) fn serial(&mut self) -> [u8; 16] {
        let mut bytes = [0_u8; 16];
        self.0.fill(&mut bytes);
        bytes[0] = bytes[0] & 0x3f | 0x40;
        bytes
    }

    /// A number in `0..below`; 0 when `below` is 0.
    pub(crate) fn below(&mut self, below: u64) -> u64 {
        if below == 0 { 0 } else { self.0.u64(0..below) }
    }
}

/// Upper-case hexadecimal, as vendors print serial numbers.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
