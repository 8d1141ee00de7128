//! Labels in a column, moved apart as little as needed.

/// Places for labels that want to stand at `wanted`, in the same order, at least `gap` apart and within `limits` as
/// far as they fit there. Labels that want the same place keep their order.
pub fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // Labels that have met stand in a block, which is centred on what its labels want.
    let mut blocks: Vec<Block> = Vec::new();
    for &label in &order {
        let mut block = Block { labels: 1, middle: wanted[label] };
        while let Some(before) = blocks.pop_if(|before| before.end(gap) > block.start(gap)) {
            let labels = before.labels + block.labels;
            let sum = before.middle * before.labels as f64 + block.middle * block.labels as f64;
            block = Block { labels, middle: sum / labels as f64 };
        }
        block.middle = block.middle.min(high - block.reach(gap)).max(low + block.reach(gap));
        blocks.push(block);
    }
    let slots = blocks.iter().flat_map(|block| (0..block.labels).map(|i| block.start(gap) + gap * (i as f64 + 0.5)));
    let mut places = vec![0.0; wanted.len()];
    order.iter().zip(slots).for_each(|(label, slot)| places[*label] = slot);
    places
}

struct Block {
    labels: usize,
    middle: f64,
}

impl Block {
    /// From the middle to either end.
    fn reach(&self, gap: f64) -> f64 {
        gap * self.labels as f64 / 2.0
    }

    fn start(&self, gap: f64) -> f64 {
        self.middle - self.reach(gap)
    }

    fn end(&self, gap: f64) -> f64 {
        self.middle + self.reach(gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&[30.0, 10.0, 20.0], 9.0, (0.0, 100.0)), [30.0, 10.0, 20.0]);
        assert!(spread(&[], 9.0, (0.0, 100.0)).is_empty());
    }

    #[test]
    fn labels_that_meet_are_moved_apart_around_their_middle() {
        assert_eq!(spread(&[50.0, 50.0, 80.0], 10.0, (0.0, 100.0)), [45.0, 55.0, 80.0]);
        assert_eq!(spread(&[52.0, 50.0, 60.0], 10.0, (0.0, 100.0)), [54.0, 44.0, 64.0]);
    }

    #[test]
    fn labels_stay_within_limits_and_apart() {
        let places = spread(&[99.0, 98.0, 2.0, 1.0, 97.0, 40.0], 10.0, (0.0, 100.0));
        assert_eq!(places, [95.0, 85.0, 15.0, 5.0, 75.0, 40.0]);
        let crowd: Vec<f64> = (0..10).map(|i| 95.0 + f64::from(i) / 10.0).collect();
        let places = spread(&crowd, 10.0, (0.0, 100.0));
        assert!(places.iter().enumerate().all(|(i, place)| (place - (10.0 * i as f64 + 5.0)).abs() < 1e-9));
    }
}
