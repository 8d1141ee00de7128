use proptest::prelude::*;

use super::*;

/// Which of `strata` equal parts of \[0, 1) holds `x`.
fn stratum(x: f64, strata: usize) -> usize {
    (x * strata as f64) as usize
}

proptest! {
    #[test]
    fn a_latin_hypercube_has_one_point_in_each_stratum(points in 1usize..200, dimensions in 1usize..12, seed: u64) {
        let design = latin_hypercube(points, dimensions, seed);
        prop_assert_eq!(design.len(), points);
        for dimension in 0..dimensions {
            let mut strata: Vec<usize> = design.iter().map(|point| stratum(point[dimension], points)).collect();
            strata.sort_unstable();
            prop_assert_eq!(strata, (0..points).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_coordinate_more_changes_none_that_is_there(points in 1usize..64, dimensions in 1usize..12, seed: u64) {
        let first = |design: Vec<Point>| -> Vec<Point> {
            design.into_iter().map(|point| point[..dimensions].to_vec()).collect()
        };
        prop_assert_eq!(first(latin_hypercube(points, dimensions + 1, seed)), latin_hypercube(points, dimensions, seed));
        prop_assert_eq!(first(sobol(points, dimensions + 1, seed).unwrap()), sobol(points, dimensions, seed).unwrap());
    }

    #[test]
    fn a_sobol_sequence_is_spread_equally_in_each_coordinate(power in 0u32..9, dimensions in 1usize..64, seed: u64) {
        let points = 1usize << power;
        let design = sobol(points, dimensions, seed).unwrap();
        for dimension in 0..dimensions {
            let mut strata: Vec<usize> = design.iter().map(|point| stratum(point[dimension], points)).collect();
            strata.sort_unstable();
            prop_assert_eq!(strata, (0..points).collect::<Vec<_>>());
        }
    }

    #[test]
    fn its_first_two_coordinates_fill_every_box(power in 0u32..9, split in 0u32..9, seed: u64) {
        // A (0, 2)-sequence in base 2: every elementary box of that volume has one point.
        let (points, split) = (1usize << power, split.min(power));
        let (across, up) = (1usize << split, points >> split);
        let cell = |point: &Point| stratum(point[0], across) * up + stratum(point[1], up);
        let mut cells: Vec<usize> = sobol(points, 2, seed).unwrap().iter().map(cell).collect();
        cells.sort_unstable();
        prop_assert_eq!(cells, (0..points).collect::<Vec<_>>());
    }

    #[test]
    fn more_points_begin_with_those_of_fewer(points in 1usize..100, more in 0usize..100, seed: u64) {
        prop_assert_eq!(&sobol(points + more, 5, seed).unwrap()[..points], &sobol(points, 5, seed).unwrap()[..]);
        let (few, many) = (saltelli(points, 3, seed).unwrap(), saltelli(points + more, 3, seed).unwrap());
        prop_assert_eq!(&many.points[..few.points.len()], &few.points[..]);
        let (few, many) = (trajectories(points, 4, LEVELS, seed), trajectories(points + more, 4, LEVELS, seed));
        prop_assert_eq!(&many[..points], &few[..]);
    }

    #[test]
    fn a_trajectory_moves_each_coordinate_once_by_half_the_levels(dimensions in 1usize..12, half in 1usize..6, seed: u64) {
        let levels = 2 * half;
        let delta = levels as f64 / (2.0 * (levels as f64 - 1.0));
        for Trajectory { points, order } in trajectories(8, dimensions, levels, seed) {
            prop_assert_eq!(points.len(), dimensions + 1);
            let mut moved = order.clone();
            moved.sort_unstable();
            prop_assert_eq!(moved, (0..dimensions).collect::<Vec<_>>());
            for (step, pair) in points.windows(2).enumerate() {
                for dimension in 0..dimensions {
                    let by = (pair[1][dimension] - pair[0][dimension]).abs();
                    let expected = if dimension == order[step] { delta } else { 0.0 };
                    prop_assert!((by - expected).abs() < 1e-12, "{by} at step {step}");
                    let level = pair[1][dimension] * (levels - 1) as f64;
                    prop_assert!((level - level.round()).abs() < 1e-12 && (0.0..=1.0).contains(&pair[1][dimension]));
                }
            }
        }
    }

    #[test]
    fn saltellis_samples_differ_from_a_in_one_coordinate_each(base in 1usize..40, dimensions in 1usize..20, seed: u64) {
        let design = saltelli(base, dimensions, seed).unwrap();
        prop_assert_eq!(design.points.len(), base * (dimensions + 2));
        for block in design.points.chunks(design.stride()) {
            let (a, b) = (&block[0], &block[1]);
            for (i, mixed) in block[2..].iter().enumerate() {
                for d in 0..dimensions {
                    prop_assert_eq!(mixed[d], if d == i { b[d] } else { a[d] });
                }
            }
        }
    }
}

#[test]
fn unscrambled_the_sequence_is_that_of_joe_and_kuo() {
    // The first points of their own programme (sobol.cc with new-joe-kuo-6), in four coordinates.
    let known = [
        [0.0, 0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25, 0.25],
        [0.25, 0.75, 0.75, 0.75],
        [0.375, 0.375, 0.625, 0.875],
        [0.875, 0.875, 0.125, 0.375],
        [0.625, 0.125, 0.875, 0.625],
        [0.125, 0.625, 0.375, 0.125],
    ];
    // They number points by Gray code; the first eight are the same ones.
    let mut theirs: Vec<[u32; 4]> = known.iter().map(|point| point.map(|x| (x * 8.0) as u32)).collect();
    let ours = |point: u32| {
        let coordinate = |d| sobol_burley::parts::sobol_rev(point.reverse_bits(), d).reverse_bits() >> 29;
        [0, 1, 2, 3].map(coordinate)
    };
    let mut ours: Vec<[u32; 4]> = (0..8).map(ours).collect();
    theirs.sort_unstable();
    ours.sort_unstable();
    assert_eq!(ours, theirs);
}

#[test]
fn points_are_in_random_places() {
    // Mean and variance of one coordinate over seeds are those of the uniform law, and two are not correlated.
    for (name, design) in [
        ("latin", (|seed| latin_hypercube(4, 8, seed)) as fn(u64) -> Vec<Point>),
        ("sobol", |seed| sobol(4, 8, seed).unwrap()),
    ] {
        let n = 20_000;
        for (one, other) in [(0, 1), (3, 7)] {
            let (mut mean, mut square, mut product) = (0.0, 0.0, 0.0);
            for seed in 0..n {
                let point = &design(seed)[2];
                let (x, y) = (point[one] - 0.5, point[other] - 0.5);
                (mean, square, product) = (mean + x, square + x * x, product + x * y);
            }
            let n = n as f64;
            let (mean, square, product) = (mean / n, square / n, product / n);
            // Standard errors: √(1/12n), √(1/180n), 1/12√n.
            assert!(mean.abs() < 4.5 * (1.0 / (12.0 * n)).sqrt(), "{name}: mean {mean}");
            assert!((square - 1.0 / 12.0).abs() < 4.5 * (1.0 / (180.0 * n)).sqrt(), "{name}: variance {square}");
            assert!(product.abs() < 4.5 / (12.0 * n.sqrt()), "{name}: covariance {product}");
        }
    }
}

#[test]
fn a_scrambled_sequence_integrates_better_than_chance() {
    // The mean of the product of 1 + (x − ½)/2 over six coordinates is 1; its variance at one point (1 + 1/48)⁶ − 1.
    let mean = |points: &[Point]| {
        let value = |point: &Point| point.iter().map(|x| 1.0 + (x - 0.5) / 2.0).product::<f64>();
        points.iter().map(value).sum::<f64>() / points.len() as f64
    };
    let errors: Vec<f64> = (0..40).map(|seed| mean(&sobol(256, 6, seed).unwrap()) - 1.0).collect();
    let deviation = (errors.iter().map(|e| e * e).sum::<f64>() / 40.0).sqrt();
    let by_chance = ((1.0 + 1.0 / 48.0_f64).powi(6) - 1.0).sqrt() / 16.0;
    assert!(deviation < by_chance / 10.0, "{deviation} against {by_chance}");
}

#[test]
fn the_same_seed_gives_the_same_points() {
    // Numbers that were written down once: they may not change with the machine or a version.
    let latin = [
        [0.11549857824282356, 0.5501717742101583],
        [0.6835257888191203, 0.7782633526356783],
        [0.3483943743286877, 0.20001578458225286],
    ];
    let sequence = [
        [0.14757019060198218, 0.1490840985206887],
        [0.7257694400614128, 0.5641453597927466],
        [0.47362984938081354, 0.7661816965555772],
    ];
    let (third, two) = (1.0 / 3.0, 2.0 / 3.0);
    let way = Trajectory {
        points: vec![vec![third, third, two], vec![1.0, third, two], vec![1.0, 1.0, two], vec![1.0, 1.0, 0.0]],
        order: vec![0, 1, 2],
    };
    assert_eq!(latin_hypercube(3, 2, 1), latin);
    assert_eq!(sobol(3, 2, 1).unwrap(), sequence);
    assert_eq!(trajectories(2, 3, LEVELS, 1)[1], way);
    assert_ne!(latin_hypercube(3, 2, 2), latin);
}

#[test]
fn what_the_sequence_has_not_is_refused() {
    assert_eq!(sobol(MOST_POINTS + 1, 1, 1), Err(TooLarge { points: MOST_POINTS + 1, dimensions: 1 }));
    assert!(saltelli(4, MOST_DIMENSIONS / 2 + 1, 1).is_err() && saltelli(4, MOST_DIMENSIONS / 2, 1).is_ok());
    assert!(latin_hypercube(0, 3, 1).is_empty() && sobol(0, 3, 1).unwrap().is_empty());
}
