//! Times stages natively. `stages ROUNDS PHOTO STAGE…` prints `{"times": {STAGE: [cold, warm]}, "memory": BYTES}`: the
//! milliseconds of the first round and the minimum of the others, which other load disturbs least, and the peak memory of
//! the process (Linux). `stages list` prints the names of all stages.
#![forbid(unsafe_code)]

use std::error::Error;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use portrait_precheck::models::ModelName;
use serde_json::{Map, json};
use stages::Stages;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments[..] {
        [list] if list == "list" => println!("{}", json!(Stages::names())),
        [rounds, photo, stages @ ..] => time(rounds.parse()?, photo, stages)?,
        _ => return Err("stages ROUNDS PHOTO STAGE…".into()),
    }
    Ok(())
}

fn time(rounds: usize, photo: &str, stages: &[String]) -> Result<(), Box<dyn Error>> {
    let mut of_photo = Stages::new(&fs::read(photo)?)?;
    for name in ModelName::ALL {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../models/{}.tflite", name.id()));
        of_photo.add_model(name.id(), &fs::read(file)?)?;
    }
    let mut times = vec![Vec::new(); stages.len()];
    for _ in 0..=rounds {
        for (stage, times) in stages.iter().zip(&mut times) {
            let start = Instant::now();
            of_photo.run(stage)?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let figures: Map<_, _> = stages.iter().cloned().zip(times.into_iter().map(cold_and_warm)).collect();
    println!("{}", json!({ "times": figures, "memory": peak_memory().unwrap_or(0) }));
    Ok(())
}

fn cold_and_warm(times: Vec<f64>) -> serde_json::Value {
    let (cold, others) = times.split_first().unwrap_or((&0.0, &[]));
    json!([cold, others.iter().copied().fold(f64::MAX, f64::min)])
}

/// Peak resident memory in bytes.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
