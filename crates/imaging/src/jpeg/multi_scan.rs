//! Pictures in several scans: reads those that the wanted size needs into coefficients.

use super::bit_reader::Bits;
use super::coefficients::{Coefficients, Region, last_needed};
use super::huffman::{AcCodes, BadCode, Codes};
use super::idct::Points;
use super::parse::{Coded, Part, Scan};
use super::progressive::{AcFirst, AcRefinement, Band, DcFirst, DcRefinement, Layer};
use super::readability::Damage;
use super::scan_cursor::{Visitor, walk};
use super::sequential::BlockReader;

/// A component's coefficients, and the table to multiply them by if the file has one.
pub struct Gathered {
    pub coefficients: Coefficients,
    pub quantisation: Option<[u16; 64]>,
}

/// Reads the region's coefficients, of each component those that `points` asks for.
pub fn gather(coded: &Coded, region: &Region, points: &[Points], damage: &mut Damage) -> Vec<Gathered> {
    let scans =
        if coded.frame.progressive { needed_progressive(coded, points) } else { needed_sequential(coded) };
    let refined = |component: usize| scans.iter().any(|scan| scan.refines_ac_of(component));
    let mut layers: Vec<Layer> = points
        .iter()
        .enumerate()
        .map(|(component, &points)| {
            let coefficients = Coefficients::new(&coded.frame, component, region, points);
            let columns = coded.frame.columns() * coded.frame.components[component].h;
            let rows = region.rows.end * coded.frame.components[component].v;
            let history = if refined(component) { vec![0; columns * rows] } else { Vec::new() };
            Layer { coefficients, history, columns }
        })
        .collect();
    for scan in &scans {
        if read(scan, coded, region.rows.end, &mut layers, damage).is_none() {
            damage.lose_all();
        }
    }
    let layers = layers.into_iter().map(|layer| layer.coefficients).enumerate();
    layers.map(|(i, coefficients)| Gathered { coefficients, quantisation: coded.quantisation(i) }).collect()
}

/// The scans that give a component for the first time: at most as many as there are components.
fn needed_sequential<'a, 'b>(coded: &'b Coded<'a>) -> Vec<&'b Scan<'a>> {
    let mut seen = [false; 4];
    let mut is_new = |part: &Part| !std::mem::replace(&mut seen[part.component], true);
    // Every part is looked at, also behind the first new one: it has been seen then as well.
    let gives_new = |scan: &&Scan| scan.parts.iter().filter(|part| is_new(part)).count() > 0;
    coded.scans.iter().filter(gives_new).collect()
}

/// The scans that touch a needed coefficient, and those whose outcome tells how many bits such a scan has.
fn needed_progressive<'a, 'b>(coded: &'b Coded<'a>, points: &[Points]) -> Vec<&'b Scan<'a>> {
    let mut reach: Vec<usize> = points.iter().map(|&points| last_needed(points)).collect();
    let mut is_needed = |scan: &&Scan| {
        if scan.is_dc() {
            return true;
        }
        let reach = &mut reach[scan.parts[0].component];
        let needed = scan.first <= *reach;
        if needed && scan.refines {
            *reach = scan.last.max(*reach);
        }
        needed
    };
    let mut scans: Vec<_> = coded.scans.iter().rev().filter(|scan| is_needed(scan)).collect();
    scans.reverse();
    scans
}

/// Reads one scan; `None` if a table that it needs is missing or unsound.
fn read(scan: &Scan, coded: &Coded, rows: usize, layers: &mut [Layer], damage: &mut Damage) -> Option<()> {
    let frame = &coded.frame;
    let component = scan.parts[0].component;
    if !frame.progressive {
        let parts = scan.parts.iter().map(|part| Some((part.component, BlockReader::new(part)?)));
        let mut keeper = Keeper { layers, parts: parts.collect::<Option<_>>()? };
        walk(scan, frame, rows, damage, &mut keeper);
    } else if scan.is_dc() && scan.refines {
        let parts = scan.parts.iter().map(|part| part.component).collect();
        walk(scan, frame, rows, damage, &mut DcRefinement { layers, parts, shift: scan.shift });
    } else if scan.is_dc() {
        let parts = scan.parts.iter().map(|part| Some((part.component, Codes::new(part.dc?)?, 0)));
        let parts = parts.collect::<Option<_>>()?;
        walk(scan, frame, rows, damage, &mut DcFirst { layers, parts, shift: scan.shift });
    } else {
        let codes = AcCodes::new(scan.parts[0].ac?)?;
        let band = Band::new(scan, &mut layers[component], codes);
        if scan.refines {
            walk(scan, frame, rows, damage, &mut AcRefinement(band));
        } else {
            walk(scan, frame, rows, damage, &mut AcFirst(band));
        }
    }
    Some(())
}

/// Keeps the blocks of sequential scans.
struct Keeper<'a> {
    layers: &'a mut [Layer],
    /// By part of the scan: its component and its codes.
    parts: Vec<(usize, BlockReader)>,
}

impl Visitor for Keeper<'_> {
    fn restart(&mut self) {
        self.parts.iter_mut().for_each(|(_, reader)| reader.restart());
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        let (component, reader) = &mut self.parts[part];
        let coefficients = &mut self.layers[*component].coefficients;
        let last = if coefficients.block(column, row).is_some() { coefficients.last() } else { 0 };
        let mut natural = [0; 64];
        reader.read(bits, last as u32, &mut natural)?;
        if let Some(mut block) = coefficients.block(column, row) {
            block.keep(&natural);
        }
        Ok(())
    }
}
