//! Whether a figure tells two groups apart: the area under the curve, and how far from one half chance alone takes it.

/// How well a figure tells one group from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separation {
    /// The chance that a member of the first group has more of it than one of the second; equal counts half.
    pub auc: f64,
    /// How far from one half it may be by chance.
    pub bound: f64,
}

impl Separation {
    /// How well the figure tells the groups apart; nothing where one of them is empty.
    pub fn of(first: &[f64], second: &[f64]) -> Option<Self> {
        if first.is_empty() || second.is_empty() {
            return None;
        }
        let (n, m) = (first.len() as f64, second.len() as f64);
        let auc = first.iter().map(|value| share_below(*value, second)).sum::<f64>() / n;
        Some(Self { auc, bound: 2.0 * ((n + m + 1.0) / (12.0 * n * m)).sqrt() })
    }

    /// Whether it tells them apart better than chance.
    pub fn tells(self) -> bool {
        (self.auc - 0.5).abs() > self.bound
    }
}

/// Which share of the others has less than `value`; equal ones count half.
pub fn share_below(value: f64, others: &[f64]) -> f64 {
    let points = |other: &f64| match value.total_cmp(other) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    others.iter().map(points).sum::<f64>() / others.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} and {b}");
    }

    #[test]
    fn the_area_is_that_of_a_count_by_hand() {
        // Pairs of (3, 5, 8) with (2, 5, 7, 9): 3 > 2; 5 > 2, 5 = 5; 8 > 2, 5, 7. That is 5.5 of 12.
        let separation = Separation::of(&[3.0, 5.0, 8.0], &[2.0, 5.0, 7.0, 9.0]).expect("both groups");
        close(separation.auc, 5.5 / 12.0);
        // 2 * sqrt((3 + 4 + 1) / (12 * 3 * 4)) = 2 * sqrt(1 / 18)
        close(separation.bound, 2.0 * (1.0_f64 / 18.0).sqrt());
        assert!(!separation.tells());
    }

    #[test]
    fn groups_that_do_not_overlap_are_told_apart_once_there_are_enough() {
        let low: Vec<f64> = (0..10).map(f64::from).collect();
        let high: Vec<f64> = (20..30).map(f64::from).collect();
        let apart = Separation::of(&high, &low).expect("both groups");
        close(apart.auc, 1.0);
        // 2 * sqrt(21 / 1200)
        close(apart.bound, 0.264_575_131_106_459);
        assert!(apart.tells());
        assert!(Separation::of(&low, &high).expect("both").tells(), "the other way round, too");
        assert!(!Separation::of(&[2.0], &[1.0]).expect("both").tells(), "two say nothing");
        assert!(!Separation::of(&[1.0; 20], &[1.0; 20]).expect("both").tells());
        assert_eq!(Separation::of(&[], &[1.0]), None);
    }

    #[test]
    fn a_share_counts_equals_half() {
        close(share_below(5.0, &[1.0, 5.0, 5.0, 9.0]), 0.5);
        close(share_below(0.0, &[1.0]), 0.0);
        close(share_below(2.0, &[1.0, 1.0]), 1.0);
    }
}
