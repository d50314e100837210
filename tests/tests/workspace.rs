//! The shape of the workspace: which way dependencies point, and what pure crates must not touch.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
    sync::LazyLock,
};

use chengxing_tests::program::{self, Output};
use serde_json::Value;

static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(program::workspace());
    serde_json::from_str(&Output::run(&mut command).ok().stdout).expect("JSON")
});

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// Names of packages by id.
static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    METADATA["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|p| (text(p, "id"), text(p, "name")))
        .collect()
});

/// The packages that a package is built from (no build scripts, no tests), by id.
fn normal(id: &str) -> Vec<&'static str> {
    let node = METADATA["resolve"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .find(|n| text(n, "id") == id)
        .expect("a node");
    let is_normal = |d: &&Value| {
        d["dep_kinds"]
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|k| k["kind"].is_null()))
    };
    node["deps"]
        .as_array()
        .expect("deps")
        .iter()
        .filter(is_normal)
        .map(|d| text(d, "pkg"))
        .collect()
}

/// Everything that a package is built from, by name. `cargo tree` chooses features as a build does;
/// metadata unites those of the whole workspace.
fn tree(name: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "tree",
        "--locked",
        "--offline",
        "--all-features",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--package",
        name,
    ]);
    let tree = Output::run(command.current_dir(program::workspace()))
        .ok()
        .stdout;
    tree.lines()
        .filter_map(|l| l.split(' ').next())
        .map(str::to_owned)
        .collect()
}

fn members() -> BTreeMap<&'static str, &'static str> {
    METADATA["workspace_members"]
        .as_array()
        .expect("members")
        .iter()
        .map(|id| id.as_str().expect("an id"))
        .map(|id| (NAMES[id], id))
        .collect()
}

/// The pure crates that exist.
fn pure() -> Vec<(&'static str, &'static str)> {
    let all = [
        "chengxing-metrology",
        "chengxing-api",
        "chengxing-label",
        "chengxing-seal",
        "chengxing-tlog",
    ];
    members()
        .into_iter()
        .filter(|(name, _)| all.contains(name))
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = [
        ("chengxing-metrology", &[][..]),
        ("chengxing-api", &["chengxing-metrology"]),
        ("chengxing-label", &["chengxing-metrology"]),
        ("chengxing-scanner", &["chengxing-metrology"]),
        ("chengxing-intake", &["chengxing-metrology"]),
        ("chengxing-demo", &["chengxing-metrology"]),
        ("chengxing-storage", &["chengxing-metrology"]),
        (
            "chengxing-app",
            &["chengxing-metrology", "chengxing-api", "chengxing-label"],
        ),
        ("chengxing-tests", &["chengxing-metrology"]),
        (
            "server",
            &[
                "chengxing-metrology",
                "chengxing-api",
                "chengxing-label",
                "chengxing-app",
                "chengxing-storage",
                "chengxing-intake",
                "chengxing-demo",
            ],
        ),
        ("xtask", &[]),
    ]
    .into();
    let members = members();
    for (name, id) in &members {
        let ours: BTreeSet<&str> = normal(id)
            .into_iter()
            .map(|d| NAMES[d])
            .filter(|d| members.contains_key(d))
            .collect();
        let may: BTreeSet<&str> = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} is new: say here what it may depend on"))
            .iter()
            .copied()
            .collect();
        let strays: Vec<_> = ours.difference(&may).collect();
        assert!(strays.is_empty(), "{name} must not depend on {strays:?}");
    }
}

#[test]
fn the_app_never_sees_the_storage() {
    let below = tree("chengxing-app");
    for name in [
        "chengxing-storage",
        "sqlx",
        "sqlx-core",
        "rusqlite",
        "libsqlite3-sys",
        "tokio",
        "axum",
        "hyper",
    ] {
        assert!(!below.contains(name), "app depends on {name}");
    }
}

#[test]
fn pure_crates_carry_no_runtime_no_database_no_network() {
    let impure = [
        "tokio",
        "async-std",
        "smol",
        "async-io",
        "mio",
        "socket2",
        "hyper",
        "axum",
        "tower",
        "reqwest",
        "ureq",
        "rustls",
        "sqlx",
        "sqlx-core",
        "rusqlite",
        "libsqlite3-sys",
        "getrandom",
        "rand",
        "chrono",
        "time",
        "leptos",
        "async-trait",
        "futures-executor",
    ];
    assert!(pure().len() >= 3);
    for (name, _) in pure() {
        let below = tree(name);
        let found: Vec<_> = impure.iter().filter(|i| below.contains(**i)).collect();
        assert!(found.is_empty(), "{name} depends on {found:?}");
    }
}

#[test]
fn pure_crates_read_no_clock_and_no_file() {
    fn scan(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                scan(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let source = std::fs::read_to_string(&path).expect("source");
                // What stands below the tests' line is no part of the crate.
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                for word in [
                    "std::fs",
                    "std::net",
                    "std::process",
                    "std::thread",
                    "SystemTime",
                    "Instant::now",
                    "Timestamp::now",
                    "Zoned::now",
                    "async fn",
                    ".await",
                ] {
                    if source.contains(word) {
                        found.push(format!("{}: {word}", path.display()));
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    for (_, id) in pure() {
        let package = METADATA["packages"]
            .as_array()
            .expect("packages")
            .iter()
            .find(|p| text(p, "id") == id)
            .expect("a package");
        let root = Path::new(text(package, "manifest_path"))
            .parent()
            .expect("a folder")
            .join("src");
        scan(&root, &mut found);
    }
    found.retain(|f| !f.contains("/tests.rs"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_dependency_comes_from_the_registry_and_names_a_licence() {
    for package in METADATA["packages"].as_array().expect("packages") {
        let name = text(package, "name");
        if let Some(source) = package["source"].as_str() {
            assert!(
                source.starts_with("registry+https://github.com/rust-lang/crates.io-index"),
                "{name} comes from {source}"
            );
        }
        assert!(
            !text(package, "license").is_empty(),
            "{name} names no licence"
        );
        for copyleft in ["AGPL", "SSPL", "BUSL", "OSL"] {
            assert!(
                !text(package, "license").contains(copyleft),
                "{name} is {}",
                text(package, "license")
            );
        }
    }
}

#[test]
fn our_crates_carry_both_licences_and_are_not_published() {
    for (name, id) in members() {
        let package = METADATA["packages"]
            .as_array()
            .expect("packages")
            .iter()
            .find(|p| text(p, "id") == id)
            .expect("a package");
        assert_eq!(text(package, "license"), "MIT OR Apache-2.0", "{name}");
        assert_eq!(package["publish"], serde_json::json!([]), "{name}");
    }
}
