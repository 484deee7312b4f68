//! Arrays that are mostly zero, written down as places and values.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number that may be left out where it is zero.
pub(super) trait Number: Copy + Default {
    /// Whether it is exactly what is read where nothing was written.
    fn is_zero(self) -> bool;
}

impl Number for u8 {
    fn is_zero(self) -> bool {
        self == 0
    }
}

impl Number for f64 {
    fn is_zero(self) -> bool {
        // Minus zero is another number.
        self.to_bits() == 0
    }
}

pub(super) fn serialize<S: Serializer, T: Number + Serialize, const N: usize>(
    of: &[T; N],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_seq(of.iter().enumerate().filter(|(_, x)| !x.is_zero()))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Number + Deserialize<'de>, const N: usize>(
    from: D,
) -> Result<[T; N], D::Error> {
    let mut array = [T::default(); N];
    for (place, value) in Vec::<(usize, T)>::deserialize(from)? {
        *array.get_mut(place).ok_or_else(|| D::Error::custom("a place beyond the end"))? = value;
    }
    Ok(array)
}
