use super::Spread;

/// How the cases of one world hang together in what is counted of them.
///
/// Events that come in bundles of g say as much as one in g of them would if they came alone: Kish's design effect (1965,
/// Survey Sampling, 5.4), 1 + (b − 1)ρ with b the size of a cluster and ρ the correlation within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clustering {
    /// Cases of the world in which a case finds itself, on average: b = Σy²/Σy.
    pub size: f64,
    /// The variance that was found, in terms of that of as many independent cases.
    pub effect: f64,
    /// Worlds in which the rarer outcome was seen.
    pub telling: u64,
    /// Worlds that have cases.
    pub worlds: u64,
}

impl Clustering {
    /// The variance of a ratio over so many cases, in terms of that of as many independent ones, each with variance `of_one`.
    pub fn effect(variance: f64, cases: f64, of_one: f64) -> f64 {
        if of_one > 0.0 { variance * cases / of_one } else { 1.0 }
    }

    /// ρ as it was found, in \[0, 1\].
    fn found(&self) -> f64 {
        if self.size <= 1.0 { 0.0 } else { ((self.effect - 1.0) / (self.size - 1.0)).clamp(0.0, 1.0) }
    }

    /// ρ, drawn towards `like`: what is found in few worlds says little about how often many cases of a world agree, and
    /// errs towards independence. `like` stands beside those worlds as one more, as far as there are others that had no
    /// chance to tell.
    fn correlation(&self, like: f64) -> f64 {
        let found = self.found();
        let silent = 1.0 - self.telling as f64 / self.worlds.max(1) as f64;
        found + (like - found) * silent / (self.telling + 1) as f64
    }

    /// The bundles in which events come, seen or not; `like` is ρ of what is like them.
    pub fn bundles(&self, like: f64) -> Bundles {
        let size = 1.0 + (self.size - 1.0).max(0.0) * self.correlation(like);
        Bundles { size, shortfall: (size / self.effect.max(1.0)).max(1.0), alone: self.size <= 1.0 }
    }
}

/// What clusterings that are like each other tell of one of them that tells little by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// Σ ρ by worlds that tell, and how many these are.
    sum: f64,
    telling: f64,
    /// The one that most worlds tell of, and the next.
    best: [Option<Clustering>; 2],
}

impl Pool {
    /// Takes in another one.
    pub fn add(&mut self, one: Clustering) {
        self.sum += one.found() * one.telling as f64;
        self.telling += one.telling as f64;
        let beats = |other: Option<Clustering>| other.is_none_or(|other| one.telling > other.telling);
        if beats(self.best[0]) {
            self.best = [Some(one), self.best[0]];
        } else if beats(self.best[1]) {
            self.best[1] = Some(one);
        }
    }

    /// ρ of all but `own`, which is among them: their mean by worlds that tell, drawn towards 1, where all cases of a world
    /// share one fate.
    pub fn without(&self, own: Option<Clustering>) -> f64 {
        let (rho, worlds) = own.map_or((0.0, 0.0), |own| (own.found(), own.telling as f64));
        let telling = self.telling - worlds;
        let best = if own.is_some() && self.best[0] == own { self.best[1] } else { self.best[0] };
        let Some(best) = best.filter(|_| telling > 0.0) else { return 1.0 };
        let mean = ((self.sum - rho * worlds) / telling).clamp(0.0, 1.0);
        Clustering { effect: 1.0 + (best.size - 1.0) * mean, ..best }.correlation(1.0)
    }
}

/// Bundles in which events come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bundles {
    /// How many events they are.
    pub size: f64,
    /// By how much a variance that was found falls short of theirs, ≥ 1.
    shortfall: f64,
    /// Whether every case is alone in its world.
    alone: bool,
}

impl Bundles {
    /// Events that come one by one.
    pub const ONE_BY_ONE: Bundles = Bundles { size: 1.0, shortfall: 1.0, alone: false };

    /// The spread of what comes in such bundles. Cases that are alone in their worlds are independent: their variance
    /// follows from their share.
    pub fn spread(&self, found: Spread) -> Spread {
        Spread {
            variance: found.variance * self.shortfall,
            third: found.third * self.shortfall * self.shortfall,
            freedom: found.freedom.filter(|_| !self.alone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(effect: f64, telling: u64) -> Clustering {
        Clustering { size: 11.0, effect, telling, worlds: 100 }
    }

    #[test]
    fn what_was_never_seen_comes_in_bundles_of_its_like() {
        assert_eq!(seen(1.0, 0).bundles(1.0).size, 11.0);
        assert_eq!(seen(1.0, 0).bundles(0.2).size, 3.0);
        assert_eq!(seen(1.0, 0).bundles(0.2).shortfall, 3.0);
    }

    #[test]
    fn what_was_seen_everywhere_speaks_for_itself() {
        assert_eq!(seen(3.0, 100).bundles(1.0), Bundles { size: 3.0, shortfall: 1.0, alone: false });
        // Once in 100 worlds: half of what was found, half (but for 1 in 100) of what is like it.
        assert!((seen(3.0, 1).bundles(1.0).size - (3.0 + 8.0 * 0.99 / 2.0)).abs() < 1e-12);
    }

    #[test]
    fn cases_that_are_alone_have_nothing_to_hang_together_with() {
        let alone = Clustering { size: 1.0, ..seen(1.3, 3) }.bundles(1.0);
        assert_eq!(alone, Bundles { size: 1.0, shortfall: 1.0, alone: true });
        let found = Spread { variance: 0.2, third: 0.1, freedom: Some(9) };
        assert_eq!(alone.spread(found), Spread { freedom: None, ..found });
        assert_eq!(Bundles::ONE_BY_ONE.spread(found), found);
    }

    #[test]
    fn a_spread_in_larger_bundles_is_that_of_fewer_events() {
        // Nine events one by one; in bundles of two they are four and a half.
        let found = Spread { variance: 9.0, third: 9.0, freedom: None };
        let bundled = Bundles { size: 2.0, shortfall: 2.0, alone: false }.spread(found);
        assert_eq!((bundled.variance, bundled.third / bundled.variance), (18.0, 2.0));
    }

    #[test]
    fn the_like_are_pooled_by_how_much_they_tell() {
        let pool = |of: &[Clustering]| {
            let mut pool = Pool::default();
            of.iter().for_each(|&one| pool.add(one));
            pool
        };
        assert_eq!(pool(&[]).without(None), 1.0);
        assert_eq!(pool(&[seen(1.0, 0)]).without(None), 1.0);
        // ρ = 0.2 from 30 worlds, 0.4 from 10: 0.25, drawn towards 1 by 0.7 of one world in 31.
        let two = [seen(3.0, 30), seen(5.0, 10)];
        let expected = 0.25 + 0.75 * 0.7 / 31.0;
        assert!((pool(&two).without(None) - expected).abs() < 1e-12);
        for own in [seen(9.0, 50), seen(9.0, 20), seen(9.0, 3), seen(9.0, 0)] {
            for place in 0..3 {
                let mut three = two.to_vec();
                three.insert(place, own);
                assert!((pool(&three).without(Some(own)) - expected).abs() < 1e-12, "{own:?} at {place}");
            }
        }
        assert_eq!(pool(&two[..1]).without(Some(two[0])), 1.0, "nothing else is like it");
    }
}
