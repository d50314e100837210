//! Running the binary and other programs.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The folder of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the workspace")
}

/// The binary under test: `$CHENGXING_BIN`, else `target/release/chengxing`.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let path = std::env::var_os("CHENGXING_BIN").map_or_else(
            || workspace().join("target/release/chengxing"),
            PathBuf::from,
        );
        assert!(
            path.exists(),
            "there is no binary at {}: run `cargo xtask build`",
            path.display()
        );
        path
    })
}

/// A command that does not see the settings of the surrounding shell.
pub fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CHENGXING_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// What a program said and how it ended.
#[derive(Debug)]
pub struct Output {
    /// Its exit status; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Output {
    /// Of a program that has ended.
    pub fn of(output: &std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a command to its end.
    #[track_caller]
    pub fn run(command: &mut Command) -> Self {
        let output = command
            .output()
            .unwrap_or_else(|e| panic!("{command:?}: {e}"));
        Self::of(&output)
    }

    /// It succeeded, or the test fails with what it said.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(
            self.code,
            Some(0),
            "it should have succeeded:\n{}\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// It ended with a status other than 0 and said why; a crash is not a refusal.
    #[track_caller]
    pub fn refused(self) -> Self {
        assert!(
            self.code.is_some_and(|c| c > 0),
            "it should have refused ({:?}):\n{}\n{}",
            self.code,
            self.stdout,
            self.stderr
        );
        assert!(
            !self.stderr.contains("panicked"),
            "it crashed:\n{}",
            self.stderr
        );
        assert!(
            !self.stderr.trim().is_empty() || !self.stdout.trim().is_empty(),
            "it refused without a word"
        );
        self
    }

    /// The counts of an import: new, changed, same, wrong.
    #[track_caller]
    pub fn counts(&self) -> [u64; 4] {
        let line = self
            .stdout
            .lines()
            .find(|l| l.starts_with("new "))
            .unwrap_or_else(|| panic!("no counts in:\n{}\n{}", self.stdout, self.stderr));
        let numbers: Vec<u64> = line
            .split(|c: char| !c.is_ascii_digit())
            .filter(|n| !n.is_empty())
            .map(|n| n.parse().expect("digits"))
            .collect();
        numbers.try_into().expect("four counts")
    }
}

/// A program on the path.
pub fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The Python with zxing-cpp: `$CHENGXING_PYTHON`, else one in the cache folder that `cargo xtask` makes.
pub fn python() -> PathBuf {
    if let Some(path) = std::env::var_os("CHENGXING_PYTHON") {
        return path.into();
    }
    let cache =
        PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/chengxing");
    let environments = std::fs::read_dir(&cache)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path().join("bin/python3"));
    let with_zxing = |python: &PathBuf| {
        let lib = python.with_file_name("../lib");
        std::fs::read_dir(lib)
            .into_iter()
            .flatten()
            .flatten()
            .any(|version| {
                std::fs::read_dir(version.path().join("site-packages"))
                    .into_iter()
                    .flatten()
                    .flatten()
                    .any(|package| package.file_name().to_string_lossy().starts_with("zxing"))
            })
    };
    environments
        .into_iter()
        .find(with_zxing)
        .unwrap_or_else(|| {
            panic!(
                "no Python with zxing-cpp below {}: run `cargo xtask test`",
                cache.display()
            )
        })
}
