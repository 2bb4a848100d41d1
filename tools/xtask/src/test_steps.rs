//! The steps of `cargo xtask test`: their list, and what each does.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::browser::Browser;
use crate::command::{Result, cargo, program, root, run};
use crate::native::CampaignPrograms;
use crate::test::{Outcome, Session};
use crate::tools::{self, CHROMEDRIVER, CHROMIUM};
use crate::wasm::TARGET;
use crate::{cargo_deny, module_size, rust_tests};

/// A step of the tests.
pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn(&Session) -> Result<Outcome>,
}

/// All steps, in the order in which a failure is found quickest.
pub const STEPS: [Step; 19] = [
    Step { name: "format", about: "rustfmt", run: format },
    Step { name: "lint", about: "clippy, on this machine's target", run: lint },
    Step { name: "lint-wasm", about: "clippy, on the target of browsers", run: lint_wasm },
    Step { name: "lint-js", about: "Biome: lints and formatting of JavaScript, CSS and JSON", run: lint_js },
    Step {
        name: "report-types",
        about: "TypeScript types of the report agree with its JSON Schema",
        run: report_types,
    },
    Step { name: "types", about: "TypeScript, on the JSDoc types of the JavaScript", run: types },
    Step { name: "deny", about: "cargo-deny: licences, duplicates, sources, advisories", run: deny },
    Step { name: "rust", about: "all tests of all packages", run: rust },
    Step { name: "fuzz", about: "each fuzz target for some seconds", run: fuzz },
    Step { name: "size", about: "how large the modules are, compressed", run: size },
    Step { name: "wasm", about: "tests of the modules in a headless browser", run: wasm },
    Step {
        name: "providers",
        about: "clients of WeChat Pay and of Tencent's SMS that others wrote, against the simulator",
        run: providers,
    },
    Step { name: "api", about: "schemathesis against the server's OpenAPI document", run: api },
    Step {
        name: "campaign",
        about: "the campaign: a record's life by curl, schemathesis against its OpenAPI document",
        run: campaign,
    },
    Step { name: "load", about: "a campaign under load, its processes killed, on both databases", run: load },
    Step {
        name: "pages",
        about: "tests/browser: the pages and the server in a headless browser",
        run: pages,
    },
    Step { name: "parity", about: "reports of command line and Chromium, byte for byte", run: parity },
    Step { name: "firefox", about: "the page in Firefox ESR, and reports, byte for byte", run: firefox },
    Step { name: "webkitgtk", about: "the page in WebKitGTK, and reports, byte for byte", run: webkitgtk },
];

/// The folder of labelled portraits, which are not part of the project.
pub const PORTRAITS: &str = "PRECHECK_PORTRAITS";

/// The address of a PostgreSQL server.
const POSTGRES: &str = "PRECHECK_POSTGRES";

/// Portraits of which one is accepted, most likely the first.
const TRIED: usize = 10;

/// Packages that are compiled for browsers as well.
const FOR_BROWSERS: [&str; 3] = ["portrait-precheck", "precheck-bench", "precheck-preflight"];

fn passed(done: Result<()>) -> Result<Outcome> {
    done.map(|()| Outcome::Passed(Vec::new()))
}

pub fn format(_: &Session) -> Result<Outcome> {
    passed(run(cargo().args(["fmt", "--all", "--check"])))
}

pub fn lint(_: &Session) -> Result<Outcome> {
    passed(run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))
}

pub fn lint_wasm(_: &Session) -> Result<Outcome> {
    tools::need_wasm_target()?;
    let packages = FOR_BROWSERS.into_iter().flat_map(|name| ["--package", name]);
    let module = ["--lib", "--target", TARGET, "--", "-D", "warnings"];
    passed(run(cargo().arg("clippy").args(packages).args(module)))
}

pub fn lint_js(_: &Session) -> Result<Outcome> {
    passed(npm("lint"))
}

pub fn report_types(_: &Session) -> Result<Outcome> {
    passed(crate::types::check())
}

/// The compiler needs the declarations that wasm-bindgen writes beside the modules.
pub fn types(session: &Session) -> Result<Outcome> {
    session.site()?;
    passed(npm("types"))
}

pub fn deny(_: &Session) -> Result<Outcome> {
    cargo_deny::check()
}

pub fn rust(_: &Session) -> Result<Outcome> {
    rust_tests::run_all()
}

pub fn fuzz(_: &Session) -> Result<Outcome> {
    passed(crate::fuzz::smoke())
}

pub fn size(session: &Session) -> Result<Outcome> {
    passed(module_size::check(&session.site()?))
}

pub fn wasm(_: &Session) -> Result<Outcome> {
    tools::need(&[CHROMIUM, CHROMEDRIVER])?;
    passed(crate::wasm::test())
}

pub fn providers(session: &Session) -> Result<Outcome> {
    if let Err(why) = tools::need_python() {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    tools::npm_programs()?;
    let CampaignPrograms { simulator, .. } = session.campaign()?;
    passed(run(program("sh").arg("crates/simulator/tests/clients.sh").arg(simulator)))
}

pub fn api(session: &Session) -> Result<Outcome> {
    if let Err(why) = tools::need_python() {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    passed(run(program("sh").arg("crates/server/tests/schemathesis.sh").arg(session.server()?)))
}

/// The campaign from outside, as the README does it.
pub fn campaign(session: &Session) -> Result<Outcome> {
    if let Err(why) = tools::need_python() {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let CampaignPrograms { campaign, simulator, .. } = session.campaign()?;
    let photo = accepted_photo()?;
    let schemathesis = "crates/campaign/tests/schemathesis.sh";
    run(program("sh").arg(schemathesis).args([&campaign, &simulator]).args(&photo))?;
    let Some(photo) = photo else {
        return Ok(Outcome::Passed(vec![format!("walk.sh, which needs a photo; {PORTRAITS} is not set")]));
    };
    // It has judged the photo, and reads the reviewers' labels.
    let precheck = root().join("target/release/precheck");
    passed(run(program("sh").arg("crates/campaign/walk.sh").args([&campaign, &simulator, &photo, &precheck])))
}

/// A short form of what the campaign's README measures.
pub fn load(session: &Session) -> Result<Outcome> {
    let Some(photo) = accepted_photo()? else {
        return Ok(Outcome::Skipped(format!("it needs a photo; {PORTRAITS} is not set")));
    };
    let programs = session.campaign()?;
    let short = ["--candidates", "40", "--clients", "8", "--kills", "15", "--photo"];
    let photo = [short.map(OsString::from).to_vec(), vec![photo.into()]].concat();
    crate::load::with(&programs, &photo)?;
    let Ok(server) = env::var(POSTGRES) else {
        return Ok(Outcome::Passed(vec![format!("PostgreSQL; {POSTGRES} is not set")]));
    };
    let database = format!("precheck_load_{}", std::process::id());
    let created = |verb: &str| {
        run(program("psql")
            .arg(format!("{server}/postgres"))
            .args(["--quiet", "--command"])
            .arg(format!("{verb} DATABASE {database}")))
    };
    created("CREATE")?;
    let more = ["--processes", "2", "--database", &format!("{server}/{database}")].map(OsString::from);
    crate::load::with(&programs, &[photo, more.to_vec()].concat())?;
    passed(created("DROP"))
}

/// A portrait that the check accepts, where there are any.
fn accepted_photo() -> Result<Option<PathBuf>> {
    let Some(portraits) = env::var_os(PORTRAITS) else { return Ok(None) };
    let mut files: Vec<PathBuf> = fs::read_dir(PathBuf::from(portraits).join("pass"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    files.truncate(TRIED);
    crate::parity::accepted(&files)
}

/// The tests of `tests/browser`. A filter is part of a file's name or of a test's name.
pub fn pages(session: &Session) -> Result<Outcome> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("tests/browser"))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    files.sort();
    let mut node = Browser::Chromium.node()?;
    node.arg("--test");
    if let Some(filter) = &session.filter {
        let named =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains(filter));
        if files.iter().any(named) {
            files.retain(named);
        } else {
            files.retain(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(filter)));
            node.arg(format!("--test-name-pattern={}", escaped(filter)));
        }
        if files.is_empty() {
            return Err(format!("no test in tests/browser is called `{filter}`").into());
        }
    }
    let CampaignPrograms { campaign, simulator, .. } = session.campaign()?;
    node.args(files).env("PRECHECK_SERVER", session.server()?).env("PRECHECK_SITE", session.site()?);
    node.env("PRECHECK_CAMPAIGN", campaign).env("PRECHECK_SIMULATOR", simulator);
    passed(run(&mut node))
}

/// Our own photos, and the labelled portraits where they are.
pub fn parity(session: &Session) -> Result<Outcome> {
    compare(session, Browser::Chromium, 1)
}

pub fn firefox(session: &Session) -> Result<Outcome> {
    in_another_browser(session, Browser::Firefox)
}

pub fn webkitgtk(session: &Session) -> Result<Outcome> {
    in_another_browser(session, Browser::Webkitgtk)
}

/// Of many photos, one in so many is compared in another browser: both builds on all of them take half an hour.
const ONE_IN: usize = 20;

/// One photo on the check page, then the reports.
fn in_another_browser(session: &Session, browser: Browser) -> Result<Outcome> {
    if let Err(why) = tools::need(browser.tools()) {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let mut smoke = browser.script("smoke.js")?;
    smoke.arg(browser.name()).env("PRECHECK_SERVER", session.server()?).env("PRECHECK_SITE", session.site()?);
    run(&mut smoke)?;
    compare(session, browser, ONE_IN)
}

/// The reports on our own photos, and on every `every`th of them and the labelled portraits where these are.
fn compare(session: &Session, browser: Browser, every: usize) -> Result<Outcome> {
    session.site()?;
    let own = ["tests/fixtures", "src/self_test.jpg"].map(|path| root().join(path)).to_vec();
    let (photos, every, left_out) = match env::var_os(PORTRAITS) {
        Some(portraits) => ([own, vec![portraits.into()]].concat(), every, vec![]),
        None => (own, 1, vec![format!("the labelled portraits; {PORTRAITS} is not set")]),
    };
    crate::parity::compare(browser, &session.reports(&photos)?, every)?;
    Ok(Outcome::Passed(left_out))
}

/// A script of package.json.
fn npm(script: &str) -> Result<()> {
    tools::npm_programs()?;
    run(program("npm").args(["run", "--silent", script]))
}

/// A text as a regular expression.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| (!c.is_alphanumeric() && c.is_ascii()).then_some('\\').into_iter().chain([c]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_taken_literally() {
        assert_eq!(escaped("a photo (JPEG)"), r"a\ photo\ \(JPEG\)");
    }
}
