//! The quick look before a commit: formatting, lints, unit tests of the pure crates.

use anyhow::Result;

use crate::shell;
use crate::test;
use crate::workspace::Workspace;

/// The crates without I/O: their tests need no database, no browser, no assets.
const PURE: &[&str] = &[
    "chengxing-metrology",
    "chengxing-api",
    "chengxing-label",
    "chengxing-intake",
];

/// Runs it all, in the order of cost.
pub fn check(workspace: &Workspace) -> Result<()> {
    shell::say("formatting");
    shell::run(shell::cargo(&workspace.root).args(["fmt", "--all", "--check"]))?;
    shell::say("lints");
    test::lint(workspace)?;
    shell::say("unit tests of the pure crates");
    let mut command = shell::cargo(&workspace.root);
    command.args(["test", "--release"]);
    for package in PURE {
        command.args(["--package", package]);
    }
    shell::run(&mut command)
}
