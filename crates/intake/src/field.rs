//! The fields that a column can be mapped to.

use serde::Deserialize;

use crate::Kind;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $id:literal $zh:literal),+ $(,)?) => {
        /// A field of a record, by the name that mapping files use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum Field {
            $($(#[$doc])* #[serde(rename = $id)] $variant),+
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in mapping files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The name shown to a person where the file has no heading for it.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }
        }
    };
}

fields! {
    /// The public code of the instrument.
    Code = "code" "查询编号",
    /// The kind of instrument.
    InstrumentKind = "kind" "器具种类",
    /// The type's name.
    TypeName = "type_name" "器具名称",
    /// The number of the type approval.
    TypeApproval = "type_approval" "型式批准号",
    /// The model.
    Model = "model" "型号",
    /// The maker.
    Maker = "maker" "制造单位",
    /// The serial number.
    SerialNumber = "serial_number" "出厂编号",
    /// The maker's unique identity.
    MakerUid = "maker_uid" "生产唯一性编码",
    /// The accuracy class.
    AccuracyClass = "accuracy_class" "准确度等级",
    /// The capacity or range.
    Capacity = "capacity" "测量范围",
    /// Where the instrument should be.
    Place = "place" "使用地点",
    /// The division.
    Region = "region" "行政区划",
    /// Who uses the instrument.
    Holder = "holder" "使用单位",
    /// The user's credit code.
    HolderUscc = "holder_uscc" "使用单位统一社会信用代码",
    /// What the user does.
    HolderCategory = "holder_category" "使用单位类别",
    /// The user's owner.
    HolderOwner = "holder_owner" "使用单位经营者姓名",
    /// The user's market.
    HolderMarket = "holder_market" "使用单位所在市场",
    /// The user's division, where it is not the instrument's.
    HolderRegion = "holder_region" "使用单位行政区划",
    /// The day: of verification, of publication, of the change of state.
    On = "on" "日期",
    /// The last day of validity.
    ValidUntil = "valid_until" "有效期至",
    /// Initial, subsequent, in service.
    Type = "type" "检定类别",
    /// Pass or fail.
    Conclusion = "conclusion" "检定结论",
    /// The certificate number.
    Certificate = "certificate" "证书编号",
    /// The institution.
    Institution = "institution" "检定机构",
    /// The institution's scope.
    InstitutionScope = "institution_scope" "检定机构授权范围",
    /// The institution's division.
    InstitutionRegion = "institution_region" "检定机构行政区划",
    /// The regulation as the certificate states it.
    Regulation = "regulation" "检定规程",
    /// The standard used.
    Standard = "standard" "计量标准",
    /// The measured error.
    Error = "error" "示值误差",
    /// Where it was measured.
    ErrorAt = "error_at" "误差测量点",
    /// The maximum permissible error.
    ErrorLimit = "error_limit" "最大允许误差",
    /// The number of the notice that published the result.
    Notice = "notice" "公示文号",
    /// A business's or institution's name.
    Name = "name" "名称",
    /// A business's credit code.
    Uscc = "uscc" "统一社会信用代码",
    /// What a business does.
    Category = "category" "类别",
    /// A business's owner.
    Owner = "owner" "经营者姓名",
    /// A business's market.
    Market = "market" "所在市场",
    /// An institution's scope.
    Scope = "scope" "授权范围",
    /// A notice's number.
    Number = "number" "文号",
    /// A notice's title.
    Title = "title" "标题",
    /// The state of service.
    State = "state" "使用状态",
    /// The ground of a change of state.
    Ground = "ground" "变更依据",
}

const INSTRUMENT: [Field; 18] = [
    Field::Code,
    Field::InstrumentKind,
    Field::TypeName,
    Field::TypeApproval,
    Field::Model,
    Field::Maker,
    Field::SerialNumber,
    Field::MakerUid,
    Field::AccuracyClass,
    Field::Capacity,
    Field::Place,
    Field::Region,
    Field::Holder,
    Field::HolderUscc,
    Field::HolderCategory,
    Field::HolderOwner,
    Field::HolderMarket,
    Field::HolderRegion,
];

impl Field {
    /// The fields that records of `kind` have.
    pub fn of(kind: Kind) -> Vec<Self> {
        let own: &[Self] = match kind {
            Kind::Verifications => &[
                Self::On,
                Self::ValidUntil,
                Self::Type,
                Self::Conclusion,
                Self::Certificate,
                Self::Institution,
                Self::InstitutionScope,
                Self::InstitutionRegion,
                Self::Regulation,
                Self::Standard,
                Self::Error,
                Self::ErrorAt,
                Self::ErrorLimit,
                Self::Notice,
            ],
            Kind::Instruments => &[],
            Kind::Businesses => &[
                Self::Name,
                Self::Uscc,
                Self::Category,
                Self::Owner,
                Self::Market,
                Self::Region,
            ],
            Kind::Institutions => &[Self::Name, Self::Scope, Self::Region],
            Kind::Notices => &[
                Self::Number,
                Self::Title,
                Self::On,
                Self::Institution,
                Self::InstitutionScope,
                Self::InstitutionRegion,
                Self::Region,
            ],
            Kind::States => &[Self::On, Self::State, Self::Ground],
        };
        let of_instrument = matches!(kind, Kind::Verifications | Kind::Instruments | Kind::States);
        own.iter()
            .chain(INSTRUMENT.iter().filter(|_| of_instrument))
            .copied()
            .collect()
    }

    /// The fields without which a row of `kind` is no record.
    pub const fn required(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Verifications => &[
                Self::InstrumentKind,
                Self::On,
                Self::Conclusion,
                Self::Institution,
            ],
            Kind::Instruments => &[Self::InstrumentKind],
            Kind::Businesses | Kind::Institutions => &[Self::Name],
            Kind::Notices => &[Self::Number, Self::Title, Self::On, Self::Institution],
            Kind::States => &[Self::InstrumentKind, Self::On, Self::State],
        }
    }

    /// Whether the field is a number on a plate or paper that a spreadsheet must not have rounded.
    pub(crate) const fn is_identifier(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::TypeApproval
                | Self::SerialNumber
                | Self::MakerUid
                | Self::HolderUscc
                | Self::Uscc
                | Self::Certificate
                | Self::Number
                | Self::Notice
        )
    }
}
