//! Writes every page in every verdict and language, to be looked at: `gallery OUTDIR`.

fn main() {}
