//! Kinds of content that carriers forbid or allow only after a review.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of restricted content. Sex, hate, alcohol, firearms and tobacco are SHAFT (Truly; CTIA 2023); the
/// others stand on the lists of AT&T, T-Mobile and Verizon (PureCallerID, WooSender, n.d.).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Category {
    /// Sexual content.
    Sex,
    /// Words of hate.
    Hate,
    /// Alcohol.
    Alcohol,
    /// Firearms.
    Firearms,
    /// Tobacco and vaping.
    Tobacco,
    /// Cannabis and CBD.
    Cannabis,
    /// Prescription drugs and cures.
    Drugs,
    /// High-risk and third-party loans.
    Loans,
    /// Debt relief, debt collection, credit repair.
    Debt,
    /// Get rich, work from home.
    Income,
    /// Betting.
    Gambling,
    /// Cryptocurrency, stock and currency trading.
    Trading,
    /// Sweepstakes and prizes.
    Prizes,
    /// Leads gathered for others.
    Leads,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 14] = [
        Category::Sex,
        Category::Hate,
        Category::Alcohol,
        Category::Firearms,
        Category::Tobacco,
        Category::Cannabis,
        Category::Drugs,
        Category::Loans,
        Category::Debt,
        Category::Income,
        Category::Gambling,
        Category::Trading,
        Category::Prizes,
        Category::Leads,
    ];

    /// SHAFT: sex, hate, alcohol, firearms, tobacco.
    pub const SHAFT: [Category; 5] =
        [Category::Sex, Category::Hate, Category::Alcohol, Category::Firearms, Category::Tobacco];

    /// The name in settings and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Sex => "sex",
            Category::Hate => "hate",
            Category::Alcohol => "alcohol",
            Category::Firearms => "firearms",
            Category::Tobacco => "tobacco",
            Category::Cannabis => "cannabis",
            Category::Drugs => "drugs",
            Category::Loans => "loans",
            Category::Debt => "debt",
            Category::Income => "income",
            Category::Gambling => "gambling",
            Category::Trading => "trading",
            Category::Prizes => "prizes",
            Category::Leads => "leads",
        }
    }
}
