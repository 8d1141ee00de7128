//! Philox 4x64-10: a function that turns a counter and a key into four random words. Salmon, Moraes, Dror & Shaw 2011,
//! "Parallel random numbers: as easy as 1, 2, 3", Proceedings of SC '11. It passes the batteries of tests that there are, needs
//! no state, and any block of a stream is to be had at once. The generator of the same name in NumPy gives the same words.

/// Words of a block.
pub(super) const WORDS: usize = 4;

const ROUNDS: usize = 10;
const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// The golden ratio, and the square root of 3 less 1: what the key grows by from round to round.
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// The block of that counter under that key.
#[inline]
pub(super) fn block(counter: [u64; WORDS], mut key: [u64; 2]) -> [u64; WORDS] {
    let mut words = counter;
    for _ in 0..ROUNDS {
        let [a, b, c, d] = words;
        let ((low_a, high_a), (low_c, high_c)) = (product(MULTIPLIERS[0], a), product(MULTIPLIERS[1], c));
        words = [high_c ^ b ^ key[0], low_c, high_a ^ d ^ key[1], low_a];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    words
}

/// The lower and the upper half of a product.
#[inline]
fn product(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answers that the authors publish with their programs.
    #[test]
    fn known_answers() {
        let all = u64::MAX;
        assert_eq!(
            block([0; 4], [0; 2]),
            [0x1655_4d9e_ca36_314c, 0xdb20_fe9d_672d_0fdc, 0xd7e7_72ce_e186_176b, 0x7e68_b68a_ec7b_a23b]
        );
        assert_eq!(
            block([all; 4], [all; 2]),
            [0x87b0_92c3_013f_e90b, 0x438c_3c67_be8d_0224, 0x9cc7_d7c6_9cd7_77b6, 0xa09c_aebf_594f_0ba0]
        );
        // The digits of π.
        let counter = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89];
        assert_eq!(
            block(counter, [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c]),
            [0xa528_f454_03e6_1d95, 0x38c7_2dbd_566e_9788, 0xa5a1_610e_72fd_18b5, 0x57bd_43b5_e52b_7fe6]
        );
    }
}
