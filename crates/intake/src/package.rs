//! The zip package of a workbook, looked at before anything of it is unpacked.
//!
//! The directory is read by our own few lines and not by a library: libraries make an object of every
//! entry before one can count them, and two readers of one archive may disagree on what is in it. What
//! Excel does not write (zip64, encryption, overlapping entries) is refused.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
};

use flate2::read::DeflateDecoder;

use crate::{IntakeError, decode::fill, source::Counted};

/// Most entries.
const MOST_ENTRIES: usize = 10_000;
/// Most bytes of the directory.
const LONGEST_DIRECTORY: u64 = 4 << 20;
/// Most bytes of all entries unpacked.
const LARGEST: u64 = 512 << 20;
/// The ratio of unpacked to packed above which an entry of at least [`LARGE`] bytes is a bomb. Sheets of
/// a million alike rows reach 30.
const STEEPEST: u64 = 100;
const LARGE: u64 = 8 << 20;

#[derive(Clone, Copy, Debug)]
struct Entry {
    header: u64,
    packed: u64,
    unpacked: u64,
    deflated: bool,
}

/// The parts of a workbook.
pub(crate) struct Package {
    path: PathBuf,
    entries: HashMap<String, Entry>,
    counter: Arc<AtomicU64>,
}

fn bomb<T>(reason: impl Into<String>) -> Result<T, IntakeError> {
    Err(IntakeError::Bomb(reason.into()))
}

fn damaged<T>(reason: &str) -> Result<T, IntakeError> {
    Err(IntakeError::Workbook(reason.to_owned()))
}

fn u16_at(bytes: &[u8], at: usize) -> u64 {
    bytes
        .get(at..at + 2)
        .map_or(0, |b| u64::from(u16::from_le_bytes([b[0], b[1]])))
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 4).map_or(0, |b| {
        u64::from(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    })
}

impl Package {
    /// Reads the directory and refuses what is too much.
    pub fn open(path: &Path, counter: Arc<AtomicU64>) -> Result<Self, IntakeError> {
        let mut file = File::open(path).map_err(|source| IntakeError::Open {
            path: path.to_owned(),
            source,
        })?;
        let size = file.metadata().map_err(IntakeError::Read)?.len();
        let tail_start = size.saturating_sub(22 + 0xFFFF);
        let tail = read_at(&mut file, tail_start, (size - tail_start) as usize)?;
        let end = (0..tail.len().saturating_sub(21)).rev().find(|at| {
            tail[*at..].starts_with(b"PK\x05\x06")
                && at + 22 + u16_at(&tail, at + 20) as usize == tail.len()
        });
        let Some(end) = end else {
            return damaged("结尾不完整，可能没有下载完");
        };
        let tail = &tail[end..];
        let (count, length, start) = (u16_at(tail, 10), u32_at(tail, 12), u32_at(tail, 16));
        if count as usize > MOST_ENTRIES || length > LONGEST_DIRECTORY {
            return bomb(format!("里面有{count}个或更多文件，最多{MOST_ENTRIES}个"));
        }
        if u16_at(tail, 4) != 0 || u16_at(tail, 8) != count || start + length > size {
            return damaged("文件目录的位置不对");
        }
        let directory = read_at(&mut file, start, length as usize)?;
        let mut entries = HashMap::new();
        let mut spans = Vec::new();
        let mut total = 0;
        let mut at = 0;
        for _ in 0..count {
            let header = directory
                .get(at..)
                .filter(|d| d.len() >= 46 && d.starts_with(b"PK\x01\x02"));
            let Some(header) = header else {
                return damaged("文件目录不完整");
            };
            let (flags, method) = (u16_at(header, 8), u16_at(header, 10));
            let name_length = u16_at(header, 28) as usize;
            let Some(name) = header.get(46..46 + name_length) else {
                return damaged("文件目录不完整");
            };
            let entry = Entry {
                header: u32_at(header, 42),
                packed: u32_at(header, 20),
                unpacked: u32_at(header, 24),
                deflated: method == 8,
            };
            if flags & 1 != 0 {
                return damaged("加了密码，请去掉密码再导入");
            }
            if !matches!(method, 0 | 8) {
                return damaged("用了Excel不用的压缩方法");
            }
            if method == 0 && entry.packed != entry.unpacked {
                return damaged("文件目录里的大小不对");
            }
            total += entry.unpacked;
            if total > LARGEST {
                return bomb(format!(
                    "解压后超过{} MiB，请分成几个文件，或另存为CSV再导入",
                    LARGEST >> 20
                ));
            }
            if entry.unpacked > LARGE && entry.unpacked / STEEPEST > entry.packed {
                return bomb(format!(
                    "有一部分解压后是原来的{}倍，最多{STEEPEST}倍",
                    entry.unpacked / entry.packed.max(1)
                ));
            }
            spans.push((entry.header, entry.header + 30 + entry.packed));
            // A directory that lists a name twice is read differently by different programs.
            if entries
                .insert(
                    String::from_utf8_lossy(name)
                        .trim_start_matches('/')
                        .to_lowercase(),
                    entry,
                )
                .is_some()
            {
                return damaged("有两个部分同名");
            }
            at += 46 + name_length + u16_at(header, 30) as usize + u16_at(header, 32) as usize;
        }
        spans.sort_unstable();
        if spans.windows(2).any(|pair| pair[0].1 > pair[1].0)
            || spans.last().is_some_and(|last| last.1 > start)
        {
            return bomb("里面的文件互相重叠");
        }
        Ok(Self {
            path: path.to_owned(),
            entries,
            counter,
        })
    }

    /// The part of this name, unpacked as a stream that never gives more than the directory says.
    pub fn part(&self, name: &str) -> Result<Option<BufReader<Part>>, IntakeError> {
        let Some(entry) = self
            .entries
            .get(&name.trim_start_matches('/').to_lowercase())
        else {
            return Ok(None);
        };
        let mut file = File::open(&self.path).map_err(IntakeError::Read)?;
        let header = read_at(&mut file, entry.header, 30)?;
        if !header.starts_with(b"PK\x03\x04") {
            return damaged("文件目录与内容不符");
        }
        let start = entry.header + 30 + u16_at(&header, 26) + u16_at(&header, 28);
        file.seek(SeekFrom::Start(start))
            .map_err(IntakeError::Read)?;
        let packed =
            BufReader::new(Counted::new(file, Arc::clone(&self.counter))).take(entry.packed);
        let inner = if entry.deflated {
            Unpacking::Deflated(DeflateDecoder::new(packed))
        } else {
            Unpacking::Stored(packed)
        };
        Ok(Some(BufReader::with_capacity(
            64 * 1024,
            Part {
                inner,
                left: entry.unpacked,
            },
        )))
    }
}

fn read_at(file: &mut File, start: u64, length: usize) -> Result<Vec<u8>, IntakeError> {
    file.seek(SeekFrom::Start(start))
        .map_err(IntakeError::Read)?;
    let mut bytes = vec![0; length];
    let held = fill(file, &mut bytes).map_err(IntakeError::Read)?;
    bytes.truncate(held);
    Ok(bytes)
}

type Packed = io::Take<BufReader<Counted<File>>>;

enum Unpacking {
    Stored(Packed),
    Deflated(DeflateDecoder<Packed>),
}

/// One part, unpacked while it is read.
pub(crate) struct Part {
    inner: Unpacking,
    left: u64,
}

impl Read for Part {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = match &mut self.inner {
            Unpacking::Stored(inner) => inner.read(out)?,
            Unpacking::Deflated(inner) => inner.read(out)?,
        };
        match self.left.checked_sub(n as u64) {
            Some(left) => self.left = left,
            None => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "解压后比目录里写的大",
                ));
            }
        }
        if n == 0 && self.left > 0 && !out.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "解压后比目录里写的小",
            ));
        }
        Ok(n)
    }
}
