use super::lanes::WIDTH;

/// A set of the seats of a table.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Seats {
    /// The first ones, a bit a seat. Most tables have no more, and theirs cost no memory of their own.
    first: u64,
    /// The others, so many a word.
    others: Vec<u64>,
}

/// Seats of a word.
const WORD: usize = u64::BITS as usize;
/// Lanes of a word.
const LANES: usize = WORD / WIDTH;

impl Clone for Seats {
    fn clone(&self) -> Self {
        Seats { first: self.first, others: self.others.clone() }
    }

    /// In the room that it has.
    #[inline]
    fn clone_from(&mut self, other: &Self) {
        self.first = other.first;
        if !(self.others.is_empty() && other.others.is_empty()) {
            self.others.clone_from(&other.others);
        }
    }
}

impl Seats {
    /// Those of `count` seats of which it holds.
    pub(crate) fn of(count: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut seats = Seats::default();
        seats.empty(count);
        (0..count).filter(|&seat| holds(seat)).for_each(|seat| seats.insert(seat));
        seats
    }

    /// Becomes the empty set of so many seats.
    pub(crate) fn empty(&mut self, count: usize) {
        self.first = 0;
        if count > WORD || !self.others.is_empty() {
            self.others.clear();
            self.others.resize(count.div_ceil(WORD).saturating_sub(1), 0);
        }
    }

    pub(crate) fn insert(&mut self, seat: usize) {
        *self.word(seat / WORD) |= 1 << (seat % WORD);
    }

    /// Keeps those that are in `these` and not in `those`.
    pub(crate) fn keep(&mut self, these: &Seats, those: &Seats) {
        self.first &= these.first & !those.first;
        for (index, word) in self.others.iter_mut().enumerate() {
            *word &= these.others[index] & !those.others[index];
        }
    }

    /// Takes out those that are in `others`.
    pub(crate) fn remove(&mut self, others: &Seats) {
        self.first &= !others.first;
        self.others.iter_mut().zip(&others.others).for_each(|(word, other)| *word &= !other);
    }

    fn word(&mut self, index: usize) -> &mut u64 {
        if index == 0 { &mut self.first } else { &mut self.others[index - 1] }
    }

    /// Whether the seat is among them.
    pub fn contains(&self, seat: usize) -> bool {
        let word = if seat < WORD { self.first } else { self.others[seat / WORD - 1] };
        word >> (seat % WORD) & 1 != 0
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.others.iter().fold(self.first.count_ones(), |sum, word| sum + word.count_ones()) as usize
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.others.iter().all(|&word| word == 0)
    }

    /// They, ascending.
    pub fn iter(&self) -> Iter<'_> {
        Iter { word: self.first, before: 0, others: self.others.iter() }
    }
}

/// The seats of a set, ascending.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    /// What is left of the word at hand, and the seats before it.
    word: u64,
    before: usize,
    others: std::slice::Iter<'a, u64>,
}

impl Iterator for Iter<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            self.word = *self.others.next()?;
            self.before += WORD;
        }
        let seat = self.before + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(seat)
    }
}

/// Fills sets of seats with what `masks` says of each lane, a bit a seat; `KNOWN` is the number of lanes where that is known, 0
/// elsewhere.
#[inline(always)]
pub(crate) fn fill<const KNOWN: usize, const SETS: usize>(
    mut sets: [&mut Seats; SETS],
    lanes: usize,
    mut masks: impl FnMut(usize) -> [u32; SETS],
) {
    let lanes = if KNOWN > 0 { KNOWN } else { lanes };
    for index in 0..lanes.div_ceil(LANES) {
        let (first, mut words) = (index * LANES, [0; SETS]);
        for lane in first..lanes.min(first + LANES) {
            let masks = masks(lane);
            for set in 0..SETS {
                words[set] |= u64::from(masks[set]) << (WIDTH * (lane - first));
            }
        }
        sets.iter_mut().zip(words).for_each(|(set, word)| *set.word(index) = word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_those_that_were_put_in_on_both_sides_of_a_word() {
        for count in [1, 6, 63, 64, 65, 130, 1000] {
            let holds = |seat: usize| seat % 7 == 3 || seat + 1 == count;
            let seats = Seats::of(count, holds);
            let expected: Vec<usize> = (0..count).filter(|&seat| holds(seat)).collect();
            assert_eq!(seats.iter().collect::<Vec<_>>(), expected);
            assert_eq!((seats.len(), seats.is_empty()), (expected.len(), false));
            assert!((0..count).all(|seat| seats.contains(seat) == holds(seat)));
            let mut filled = Seats::default();
            filled.empty(count);
            let mask = |lane: usize| {
                (0..WIDTH).map(move |i| u32::from(holds(lane * WIDTH + i) && lane * WIDTH + i < count) << i)
            };
            fill::<0, 1>([&mut filled], count.div_ceil(WIDTH), |lane| [mask(lane).sum()]);
            assert_eq!(filled, seats);
            filled.remove(&seats);
            assert!(filled.is_empty());
        }
    }
}
