//! Runs scripts of `tests/browser` in node; they control a browser.

use std::process::Command;

use crate::command::{Result, program};
use crate::tools::{self, CHROMIUM, FIREFOX, SCREEN, Tool, WEBKIT_DRIVER};

/// A browser in which reports are compared and the page is tried.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
pub enum Browser {
    /// Chromium, which the tests of the pages use as well
    Chromium,
    /// Firefox ESR
    Firefox,
    /// WebKitGTK: the engine of Safari in another browser
    Webkitgtk,
}

impl Browser {
    /// Its name in `tests/browser/browsers.js`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkitgtk => "webkitgtk",
        }
    }

    /// What it needs.
    pub fn tools(self) -> &'static [Tool] {
        match self {
            Self::Chromium => &[CHROMIUM],
            Self::Firefox => &[FIREFOX],
            Self::Webkitgtk => &[WEBKIT_DRIVER, SCREEN],
        }
    }

    /// Node with a script of `tests/browser` as its first argument. `PRECHECK_CHROMIUM` or `PRECHECK_FIREFOX` is the
    /// path of the browser; the driver of WebKitGTK knows its own.
    ///
    /// # Errors
    /// The browser or the JavaScript tools are missing and may not be installed.
    pub fn script(self, name: &str) -> Result<Command> {
        let mut node = self.node()?;
        node.arg(format!("tests/browser/{name}"));
        Ok(node)
    }

    /// Node with the path of the browser.
    ///
    /// # Errors
    /// See [`Self::script`].
    pub fn node(self) -> Result<Command> {
        tools::need(self.tools())?;
        tools::npm_programs()?;
        let mut node = program("node");
        for (variable, name) in [("PRECHECK_CHROMIUM", "chromium"), ("PRECHECK_FIREFOX", "firefox-esr")] {
            node.envs(tools::find(name).map(|path| (variable, path)));
        }
        Ok(node)
    }
}
