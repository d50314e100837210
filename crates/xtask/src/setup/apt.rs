//! Debian packages, where the machine has `apt-get` and we may use it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;

/// How to see that a package is there, without asking `dpkg`: it may have been installed otherwise.
pub enum Probe {
    /// A program on the path.
    Program(&'static str),
    /// A file or folder of that name.
    File(&'static str),
    /// One of the versioned folders of PostgreSQL, or its programs on the path.
    Postgres,
}

/// What the tests need.
pub const FOR_TESTS: &[(&str, Probe)] = &[
    ("chromium", Probe::Program("chromium")),
    (
        "fonts-noto-cjk",
        Probe::File("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ),
    ("zbar-tools", Probe::Program("zbarimg")),
    ("poppler-utils", Probe::Program("pdftoppm")),
    ("postgresql", Probe::Postgres),
    ("default-jre-headless", Probe::Program("java")),
    ("slowhttptest", Probe::Program("slowhttptest")),
    ("xz-utils", Probe::Program("xz")),
    ("python3-venv", Probe::Program("python3")),
];

/// What the measurements need: the peers and the load.
pub const FOR_BENCHES: &[(&str, Probe)] = &[
    ("nginx-light", Probe::Program("nginx")),
    ("wrk", Probe::Program("wrk")),
    ("sqlite3", Probe::Program("sqlite3")),
    ("time", Probe::File("/usr/bin/time")),
];

impl Probe {
    fn is_satisfied(&self) -> bool {
        match self {
            Self::Program(name) => shell::find_program(name).is_some(),
            Self::File(path) => Path::new(path).exists(),
            Self::Postgres => {
                shell::find_program("initdb").is_some() || Path::new("/usr/lib/postgresql").exists()
            }
        }
    }
}

/// Installs those of the packages whose probe finds nothing.
pub fn ensure(packages: &[(&str, Probe)]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|(_, probe)| !probe.is_satisfied())
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)?;
    let still: Vec<&str> = packages
        .iter()
        .filter(|(_, probe)| !probe.is_satisfied())
        .map(|(name, _)| *name)
        .collect();
    if !still.is_empty() {
        bail!("installed, but not found afterwards: {}", still.join(", "));
    }
    Ok(())
}

/// Installs packages by name.
pub fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if shell::find_program("apt-get").is_none() {
        bail!("please install: {list} (there is no apt-get here)");
    }
    let Some(prefix) = privilege() else {
        bail!("please run as root: apt-get install {list}");
    };
    shell::say(format!("installing Debian packages: {list}"));
    let apt = |arguments: &[&str]| {
        let mut words = prefix.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        words.extend(arguments);
        let (program, rest) = words.split_first().context("a command has a program")?;
        shell::run(Command::new(program).args(rest))
    };
    // A stale index asks for versions that are gone; a failing update may still leave a good one.
    if let Err(error) = apt(&["-q", "update"]) {
        shell::say(format!("apt-get update failed, going on: {error:#}"));
    }
    let mut arguments = vec!["-q", "-y", "--no-install-recommends", "install"];
    arguments.extend(packages);
    apt(&arguments)
}

/// The words to put in front of a command that needs root, or nothing if we cannot have it.
fn privilege() -> Option<&'static [&'static str]> {
    if is_root() {
        Some(&[])
    } else if shell::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

/// Whether we are root.
pub fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
