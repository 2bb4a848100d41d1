//! The command: simulates the faults on every photo of the sample, measures and judges them.

use super::curve::{Judged, curves as curves_of};
use super::curves_document::curves_document;
use super::fault::Fault;
use super::linear_picture::LinearPicture;
use super::sample::{Group, sampled};
use super::scene_maps::SceneMaps;
use super::strengths::{CURVES, Planned};
use crate::args::CurvesArgs;
use crate::document::render;
use crate::evaluate::photo::judge_by_profile;
use crate::evaluate::rule_metrics::clause_of;
use crate::exit::{CliError, SUCCESS};
use crate::inputs::{embedded_models, load_profile};
use crate::lang::Lang;
use crate::progress::map_with_progress;
use portrait_precheck::models::Models;
use portrait_precheck::rules::{self, Verdict};
use portrait_precheck::scene::Scene;
use portrait_precheck::{Inspection, Profile};
use std::io::{self, Write, stdout};
use std::path::Path;
use std::{array, fs};

/// Prints the curves of all photometric rules that the profile uses.
pub fn curves(args: &CurvesArgs, lang: Lang) -> Result<u8, CliError> {
    let profile = load_profile(&args.profile)?;
    let models = embedded_models()?;
    let sample = sampled(&args.labels, args.people)?;
    let mut photos = Vec::new();
    map_with_progress(
        &sample,
        |(group, file)| judged(file, *group, &profile, &models),
        |(group, file), judged| -> Result<(), CliError> {
            photos.push((*group, judged.map_err(|error| CliError::file(file, &error))?));
            Ok(())
        },
    )?;
    let curves = curves_of(&photos);
    let document = curves_document(&curves, lang);
    write!(stdout(), "{}", render(&curves, &document, args.format).map_err(io::Error::from)?)?;
    Ok(SUCCESS)
}

/// What is judged on one photo: for each of [`CURVES`], or `None` where it does not apply.
fn judged(
    file: &Path,
    group: Group,
    profile: &Profile,
    models: &dyn Models,
) -> io::Result<Vec<Option<Judged>>> {
    let bytes = fs::read(file)?;
    let picture = LinearPicture::decode(&bytes).map_err(io::Error::other)?;
    let mut inspection = Inspection::open(bytes);
    let scene = inspection.analyze(models);
    let Ok(maps) = SceneMaps::of(scene, (picture.width, picture.height)) else {
        return Ok(vec![None; CURVES.len()]);
    };
    let of = |planned: &Planned| {
        let left_out = planned.full_size_only && group == Group::Real;
        if left_out || clause_of(profile, planned.rule).is_none() {
            return Ok(None);
        }
        let mut points: Judged = array::from_fn(|_| None);
        points[0] = verdict(scene, planned, profile);
        for (point, strength) in points[1..].iter_mut().zip(planned.strengths) {
            let bytes = faulty(planned.fault, &picture, &maps, strength)?;
            *point = verdict(Inspection::open(bytes).analyze(models), planned, profile);
        }
        Ok(Some(points))
    };
    CURVES.iter().map(of).collect()
}

fn faulty(fault: Fault, picture: &LinearPicture, maps: &SceneMaps, strength: f64) -> io::Result<Vec<u8>> {
    fault.applied(picture, maps, strength).map_err(io::Error::other)
}

/// The value and the verdict of the profile's clause with the rule.
fn verdict(scene: &Scene, planned: &Planned, profile: &Profile) -> Option<(f64, Verdict)> {
    let clause = clause_of(profile, planned.rule)?;
    let measured = (rules::by_id(planned.rule)?.measure)(scene).ok()?;
    let judgement = judge_by_profile(clause, &measured.quantity)?;
    Some((judgement.value?, judgement.verdict))
}
