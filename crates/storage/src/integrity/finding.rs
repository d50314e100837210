//! What a check finds.

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The engine found its own file damaged.
    #[error("engine: {0}")]
    Engine(String),
    /// A number is missing among the publications.
    #[error("publication {after} is not followed by {expected}")]
    Gap {
        /// The last number before the gap.
        after: i64,
        /// The number that is missing.
        expected: i64,
    },
    /// The bytes of a publication are not the canonical form of a fact, or name another number.
    #[error("publication {seq}: {reason}")]
    Publication {
        /// Its number.
        seq: i64,
        /// What is wrong.
        reason: &'static str,
    },
    /// A row whose publication is missing or of another kind.
    #[error("{table} {seq} has no publication")]
    NoPublication {
        /// The table.
        table: &'static str,
        /// The number.
        seq: i64,
    },
    /// A publication whose row is missing.
    #[error("publication {seq} has no row in {table}")]
    NoRow {
        /// The table.
        table: &'static str,
        /// The number.
        seq: i64,
    },
    /// A row says something else than the publication from which it came.
    #[error("{table}, {row}: {field} is {kept}, publication {seq} says {published}")]
    Differs {
        /// The table.
        table: &'static str,
        /// Which row.
        row: String,
        /// The publication.
        seq: i64,
        /// The field, by its name in the publication.
        field: &'static str,
        /// What the row says.
        kept: String,
        /// What the publication says.
        published: String,
    },
    /// A row shows what an older publication says.
    #[error("instruments, {instrument}: shows publication {shown}, publication {newest} is newer")]
    Stale {
        /// The code.
        instrument: String,
        /// The publication that the row shows.
        shown: i64,
        /// The one that it should show.
        newest: i64,
    },
    /// What was made from other rows (a key, a count, a basis of lists) is not what they give.
    #[error("{table}, {row}: {field} is {kept}, the register's own rows give {made}")]
    Derived {
        /// The table.
        table: &'static str,
        /// Which row.
        row: String,
        /// The column.
        field: &'static str,
        /// What the row says.
        kept: String,
        /// What it should say.
        made: String,
    },
    /// A count is not that of the rows it counts.
    #[error("{table}, {row}: {field} is {} too {}", by.unsigned_abs(), if *by > 0 { "high" } else { "low" })]
    Miscounted {
        /// The table.
        table: &'static str,
        /// Which row.
        row: String,
        /// The column.
        field: &'static str,
        /// What it says beyond what there is.
        by: i64,
    },
    /// The publications about one thing, or a row that names one, do not form a chain.
    #[error("{subject}: {reason}")]
    Chain {
        /// The instrument or notice.
        subject: String,
        /// What is wrong.
        reason: String,
    },
    /// More does not fit than is named.
    #[error(
        "there is more of this: {0} other groups of instruments or notices do not add up either"
    )]
    More(usize),
    /// The holder's name and the place are not what was sealed.
    #[error(
        "instruments, {instrument}: holder and place are not those that publication {seq} sealed"
    )]
    Unsealed {
        /// The code.
        instrument: String,
        /// The publication.
        seq: i64,
    },
}

/// What a person does about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Remedy {
    /// The engine's file is damaged, or publications are: nothing in the register can mend that.
    Restore,
    /// The publications are whole, rows of the register are not.
    Rewrite,
    /// Lists and figures are wrong, records are not.
    Recount,
    /// A note: a holder that an import renamed looks the same.
    Compare,
}

impl Remedy {
    /// What to do, in Chinese and English.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Restore => {
                "公布记录或数据库文件已损坏：停止导入，留存现有文件，恢复核对无误的备份，再导入备份之后的文件。\
                 Publications or the database's file are damaged: stop importing, keep the file, restore a backup that passes, import again what came after it."
            }
            Self::Rewrite => {
                "登记行与公布记录不符，以公布记录为准：查明谁绕过本程序改了登记册，恢复核对无误的备份，再导入备份之后的文件。\
                 Rows differ from their publications, and the publications are right: find out who changed the register past this program, restore a backup that passes, import again what came after it."
            }
            Self::Recount => {
                "列表和数字与登记行不符，单台器具的页面不受影响：恢复核对无误的备份，再导入备份之后的文件。\
                 Lists and figures differ from the rows, pages of single instruments are right: restore a backup that passes, import again what came after it."
            }
            Self::Compare => {
                "单位名称或安装位置与公布时封存的不同：经营者改名后也会这样。请核对近期导入；如无改名，按登记行被改动处理。\
                 Holder or place differ from what was sealed. A holder that an import renamed looks like this: compare with recent imports; if there was none, treat it as a changed row."
            }
        }
    }
}

impl Finding {
    /// What to do about it.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Engine(_) | Self::Gap { .. } | Self::Publication { .. } => Remedy::Restore,
            Self::Derived { .. } | Self::Miscounted { .. } => Remedy::Recount,
            Self::Unsealed { .. } => Remedy::Compare,
            Self::NoPublication { .. }
            | Self::NoRow { .. }
            | Self::Differs { .. }
            | Self::Stale { .. }
            | Self::Chain { .. }
            | Self::More(_) => Remedy::Rewrite,
        }
    }

    /// True for what may have come about rightly: it is told, and no failure.
    pub const fn is_note(&self) -> bool {
        matches!(self.remedy(), Remedy::Compare)
    }
}
