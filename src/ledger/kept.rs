//! How tallies are written down so that they read back exactly: what serde does not do by itself.

/// A histogram of waits as pairs of value and count, only where there are any.
pub(super) mod histogram {
    use hdrhistogram::Histogram;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(of: &Histogram<u32>, to: S) -> Result<S::Ok, S::Error> {
        let pairs: Vec<(u64, u32)> = of
            .iter_recorded()
            .map(|at| (of.lowest_equivalent(at.value_iterated_to()), at.count_at_value()))
            .collect();
        pairs.serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Histogram<u32>, D::Error> {
        let mut histogram = Histogram::new(2).expect("two significant digits are in range");
        for (value, count) in Vec::<(u64, u32)>::deserialize(from)? {
            histogram.record_n(value, count).map_err(D::Error::custom)?;
        }
        Ok(histogram)
    }
}

/// An array of counts that is longer than serde's own.
pub(super) mod counts {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in super::super) fn serialize<S: Serializer, const N: usize>(
        of: &[u64; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        of.as_slice().serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u64; N], D::Error> {
        let counts = Vec::<u64>::deserialize(from)?;
        let n = counts.len();
        counts.try_into().map_err(|_| D::Error::invalid_length(n, &"as many counts as there are causes"))
    }
}
