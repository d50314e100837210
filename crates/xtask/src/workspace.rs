//! Where things are: the clone, its packages, the target and cache folders.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::shell;

/// The clone this command works on.
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<PathBuf>,
}

impl Workspace {
    /// Finds the clone this very command was built from.
    pub fn locate() -> Result<Self> {
        let manifest_folder = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_folder
            .ancestors()
            .nth(2)
            .context("xtask lies two folders below the root")?
            .to_path_buf();
        let json = shell::output(shell::cargo(&root).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let metadata: Metadata = serde_json::from_str(&json).context("reading cargo metadata")?;
        Ok(Self {
            root,
            target: metadata.target_directory,
            packages: metadata.packages,
        })
    }

    /// The finished assets. Fixed below the clone, whatever the target folder is, because the
    /// server's build script looks here.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The release binary.
    pub fn binary(&self) -> PathBuf {
        self.target.join("release/chengxing")
    }

    /// A program that npm installed.
    pub fn node_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// Downloads worth keeping between clones. Never needed: whatever is missing is made again.
    pub fn cache(&self) -> PathBuf {
        let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        if let Some(folder) = from("CHENGXING_CACHE") {
            return PathBuf::from(folder);
        }
        if let Some(folder) = from("XDG_CACHE_HOME") {
            return Path::new(&folder).join("chengxing");
        }
        from("HOME").map_or_else(
            || self.root.join("target/cache"),
            |home| Path::new(&home).join(".cache/chengxing"),
        )
    }

    /// The folders of a package and of every workspace package it is built from.
    pub fn source_folders(&self, package: &str) -> BTreeSet<PathBuf> {
        let by_name: BTreeMap<&str, &Package> = self
            .packages
            .iter()
            .map(|package| (package.name.as_str(), package))
            .collect();
        let mut folders = BTreeSet::new();
        let mut open = vec![package];
        while let Some(name) = open.pop() {
            let Some(package) = by_name.get(name) else {
                continue;
            };
            let Some(folder) = package.manifest_path.parent() else {
                continue;
            };
            if folders.insert(folder.to_path_buf()) {
                open.extend(
                    package
                        .dependencies
                        .iter()
                        .filter(|dependency| {
                            dependency.path.is_some() && dependency.kind.as_deref() != Some("dev")
                        })
                        .map(|dependency| dependency.name.as_str()),
                );
            }
        }
        folders
    }
}
