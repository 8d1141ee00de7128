//! `totals.bin`: the sums of a run, from which any paired difference can be formed later. CBOR (RFC 8949), compressed as gzip
//! does; `docs/columns.md` says what stands where.
//!
//! Numbers stand in columns and go by names, so that a later version, which counts more or in another order, finds those
//! that it knows.

use std::collections::HashMap;
use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use super::blockers::Blockers;
use super::facts::Told;
use super::shares::ShareSums;
use super::study::Study;
use super::sums::{BATCHES, Blocks, Counted, Sums, VariantSums};
use super::tally::{CAUSES, key, months};
use super::texts::Texts;
use crate::stats::{EventTable, Kept, Moments, Ratio};

/// The format that is written. It changes where what is read would be read otherwise.
const FORMAT: u32 = 1;
/// Bytes beyond which a file is none of ours.
const MOST: u64 = 1 << 32;

/// Why a `totals.bin` cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TotalsError {
    /// It is no such file, or a damaged one.
    #[error("it cannot be read ({0})")]
    Unreadable(String),
    /// Another version has written it.
    #[error("it has format {0}, and this version of winset reads format {FORMAT}")]
    Format(u32),
    /// It does not belong to the scenario.
    #[error("it does not fit the scenario ({0})")]
    Stranger(String),
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format: u32,
    winset: String,
    seed: u64,
    replications: u64,
    variants: Vec<Variant>,
    decompositions: Vec<Vec<Columns>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Variant {
    id: String,
    counted: Columns,
    /// By batch of replications (number modulo 40), then by time: months, cases by ending, cases still pending.
    events: Vec<Vec<(f64, Vec<u64>, u64)>>,
    undecided: u64,
    /// Failing polls by member, and by ordered pair of members, row by row.
    alone: Vec<u64>,
    joint: Vec<u64>,
    failing: Vec<u64>,
    /// By issue: what holds in the end.
    #[serde(default)]
    texts: Vec<(String, Texts)>,
}

/// Ratios and totals.
#[derive(Debug, Serialize, Deserialize)]
struct Columns {
    /// By row: scope and metric.
    rows: Vec<(String, String)>,
    /// By row: replications, those with cases, with a numerator other than 0, and other than the denominator.
    worlds: Vec<[u64; 4]>,
    /// By row: nine numbers, see [`Moments`].
    moments: Vec<f64>,
    /// By slot: scope and quantity.
    slots: Vec<(String, String)>,
    /// Worlds in a block.
    block: u64,
    /// By block, then by slot.
    totals: Vec<f64>,
}

impl Study {
    /// What it has counted, as `totals.bin` keeps it.
    pub fn totals(&self) -> Vec<u8> {
        let worlds = self.variants[0].told.worlds;
        let columns = |told: &Told, counted: &Counted| Columns::of(self, told, counted);
        let variants = self.variants.iter().zip(&self.sums.variants).map(|(facts, sums)| Variant {
            id: facts.info.id.clone(),
            counted: columns(&facts.told, &sums.counted),
            events: sums.events.iter().map(events).collect(),
            undecided: sums.undecided,
            alone: sums.blockers.alone.clone(),
            joint: sums.blockers.joint.clone(),
            failing: sums.blockers.failing.clone(),
            texts: self.issues.iter().map(|issue| issue.id.clone()).zip(sums.texts.iter().cloned()).collect(),
        });
        let shares = self.decompositions.iter().zip(&self.sums.shares);
        let of_sets = shares.map(|(facts, sums)| {
            facts.told.iter().zip(&sums.counted).map(|(told, counted)| columns(told, counted)).collect()
        });
        let file = File {
            format: FORMAT,
            winset: env!("CARGO_PKG_VERSION").to_owned(),
            seed: worlds.seed,
            replications: worlds.replications,
            variants: variants.collect(),
            decompositions: of_sets.collect(),
        };
        // Numbers one by one would cost more to pack than to count.
        let mut plain = Vec::new();
        ciborium::into_writer(&file, &mut plain).expect("memory takes everything");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&plain).expect("memory takes everything");
        packed.finish().expect("memory takes everything")
    }

    /// This study, of which nothing was counted yet, with what a `totals.bin` says.
    ///
    /// # Errors
    /// If that cannot be read, or is of other variants or other worlds.
    pub fn with_totals(mut self, bytes: &[u8]) -> Result<Self, TotalsError> {
        let unreadable = |error: &dyn std::fmt::Display| TotalsError::Unreadable(error.to_string());
        // To its end, where its checksum is.
        let mut file = Vec::new();
        let unpacked = flate2::read::GzDecoder::new(bytes).take(MOST).read_to_end(&mut file);
        unpacked.map_err(|error| unreadable(&error))?;
        let value: ciborium::Value = ciborium::from_reader(&file[..]).map_err(|error| unreadable(&error))?;
        // The format is asked for first: the rest may look otherwise in another one.
        let format = value.as_map().into_iter().flatten().find(|(name, _)| name.as_text() == Some("format"));
        let format = format.and_then(|(_, format)| u32::try_from(format.as_integer()?).ok());
        match format {
            Some(FORMAT) => {}
            Some(other) => return Err(TotalsError::Format(other)),
            None => return Err(TotalsError::Unreadable("it names no format".to_owned())),
        }
        let file: File = value.deserialized().map_err(|error| unreadable(&error))?;
        self.sums = file.sums(&self)?;
        Ok(self)
    }
}

impl Variant {
    fn texts_of(&self, issue: &str) -> Texts {
        self.texts.iter().find(|(id, _)| id == issue).map_or_else(Texts::default, |(_, texts)| texts.clone())
    }
}

impl File {
    fn sums(&self, study: &Study) -> Result<Sums, TotalsError> {
        let stranger = |what: String| TotalsError::Stranger(what);
        let worlds = study.variants[0].told.worlds;
        if (self.seed, self.replications) != (worlds.seed, worlds.replications) {
            let found = format!("seed {} and {} worlds", self.seed, self.replications);
            return Err(stranger(format!("{found} instead of {} and {}", worlds.seed, worlds.replications)));
        }
        let ids: Vec<&str> = self.variants.iter().map(|variant| variant.id.as_str()).collect();
        let known: Vec<&str> = study.variants.iter().map(|facts| facts.info.id.as_str()).collect();
        if ids != known {
            return Err(stranger(format!("variants {} instead of {}", ids.join(", "), known.join(", "))));
        }
        let mut variants = Vec::new();
        for (variant, facts) in self.variants.iter().zip(&study.variants) {
            let seats = facts.info.seats.len();
            let sizes = [variant.alone.len(), variant.joint.len(), variant.failing.len()];
            if sizes != [seats, seats * seats, seats * seats] || variant.events.len() != BATCHES {
                return Err(stranger(format!("variant {} has other members", variant.id)));
            }
            let events: Option<Vec<EventTable<CAUSES>>> = variant.events.iter().map(|rows| table(rows)).collect();
            variants.push(VariantSums {
                counted: variant.counted.counted(study, &facts.told)?,
                events: events.ok_or_else(|| stranger("it has other endings".to_owned()))?,
                undecided: variant.undecided,
                blockers: Blockers {
                    alone: variant.alone.clone(),
                    joint: variant.joint.clone(),
                    failing: variant.failing.clone(),
                },
                texts: study.issues.iter().map(|issue| variant.texts_of(&issue.id)).collect(),
            });
        }
        let mut shares = Vec::new();
        for (columns, facts) in self.decompositions.iter().zip(&study.decompositions) {
            let sets = columns.iter().zip(&facts.told).map(|(columns, told)| columns.counted(study, told));
            shares.push(ShareSums { counted: sets.collect::<Result<_, _>>()? });
            if columns.len() != facts.told.len() {
                return Err(stranger(format!("{} sets of factors instead of {}", columns.len(), facts.told.len())));
            }
        }
        if self.decompositions.len() != study.decompositions.len() {
            return Err(stranger("other decompositions".to_owned()));
        }
        Ok(Sums { variants, shares })
    }
}

impl Columns {
    fn of(study: &Study, told: &Told, counted: &Counted) -> Self {
        let kept: Vec<Kept> = counted.ratios.iter().map(Kept::from).collect();
        let [with_cases, some, short] = [0, 1, 2].map(|number| move |kept: &Kept| kept.worlds[number]);
        Columns {
            rows: row_names(study, told),
            worlds: kept.iter().map(|kept| [kept.moments.count, with_cases(kept), some(kept), short(kept)]).collect(),
            moments: kept.iter().flat_map(|kept| kept.moments.values).collect(),
            slots: slot_names(study, told),
            block: counted.blocks.size,
            totals: counted.blocks.sums.clone(),
        }
    }

    /// Those that `told` names; what this version knows and the file does not is without cases.
    fn counted(&self, study: &Study, told: &Told) -> Result<Counted, TotalsError> {
        let whole = self.moments.len() == 9 * self.rows.len()
            && self.worlds.len() == self.rows.len()
            && self.block.is_power_of_two()
            && (self.slots.is_empty() || self.totals.len().is_multiple_of(self.slots.len()));
        let nothing = told.nothing(0, told.block_size());
        if !whole || self.block != nothing.blocks.size {
            return Err(TotalsError::Unreadable("its columns are of different length".to_owned()));
        }
        let places = |names: &[(String, String)]| -> HashMap<(String, String), usize> {
            names.iter().cloned().zip(0..).collect()
        };
        let (rows, slots) = (places(&self.rows), places(&self.slots));
        let wanted_slots: Vec<Option<usize>> =
            slot_names(study, told).iter().map(|name| slots.get(name).copied()).collect();
        let ratio = |(name, of): (&(String, String), &super::facts::RowFacts)| {
            let complete = of.slots.iter().all(|&slot| wanted_slots[slot].is_some());
            rows.get(name).filter(|_| complete).map_or_else(Ratio::default, |&row| self.ratio(row))
        };
        let ratios = row_names(study, told).iter().zip(&told.rows).map(ratio).collect();
        let width = self.slots.len().max(1);
        let totals = self
            .totals
            .chunks(width)
            .flat_map(|block| wanted_slots.iter().map(move |slot| slot.map_or(0.0, |slot| block[slot])));
        Ok(Counted { ratios, blocks: Blocks { sums: totals.collect(), ..nothing.blocks } })
    }

    fn ratio(&self, row: usize) -> Ratio {
        let [count, with_cases, some, short] = self.worlds[row];
        let values = std::array::from_fn(|number| self.moments[9 * row + number]);
        Ratio::from(Kept { moments: Moments { count, values }, worlds: [with_cases, some, short] })
    }
}

fn row_names(study: &Study, told: &Told) -> Vec<(String, String)> {
    told.rows.iter().map(|row| (study.scope_name(row.scope), row.metric.name().to_owned())).collect()
}

fn slot_names(study: &Study, told: &Told) -> Vec<(String, String)> {
    let name = |quantity| match serde_json::to_value(quantity) {
        Ok(serde_json::Value::String(name)) => name,
        _ => unreachable!("a quantity has a name"),
    };
    told.slots.iter().map(|&(scope, quantity)| (study.scope_name(scope), name(quantity))).collect()
}

fn events(table: &EventTable<CAUSES>) -> Vec<(f64, Vec<u64>, u64)> {
    table.rows().map(|(time, events, censored)| (months(time), events.to_vec(), censored)).collect()
}

/// `None` where there are other endings.
fn table(rows: &[(f64, Vec<u64>, u64)]) -> Option<EventTable<CAUSES>> {
    let rows: Option<Vec<_>> = rows
        .iter()
        .map(|(time, events, censored)| Some((key(*time), <[u64; CAUSES]>::try_from(&events[..]).ok()?, *censored)))
        .collect();
    Some(EventTable::from_rows(rows?))
}

#[cfg(test)]
mod tests;
