//! The vendor's codes, and whose they are to mend.

use procedure::{Party, Text};

/// One line of the table of the vendor's codes.
pub(super) struct Row {
    /// What the code contains; only some codes are documented, so families are matched by their word.
    pub(super) words: &'static [&'static str],
    pub(super) code: &'static str,
    pub(super) field: &'static str,
    pub(super) rule: &'static str,
    pub(super) acts: Party,
    pub(super) message: Text,
    pub(super) remedy: Text,
}

/// The table; the first line that matches counts.
pub(super) static ROWS: [Row; 7] = [
    Row {
        words: &["caa_"],
        code: "vendor.caa",
        field: "application.names",
        rule: "RFC 8659",
        acts: Party::Customer,
        message: Text::fixed(
            "CAA レコードにより、ベンダーがこのドメイン名の証明書を発行できません。",
            "A CAA record keeps the vendor from issuing for a name.",
        ),
        remedy: Text::fixed(
            "ドメイン名の CAA レコードにベンダーの値を追加するか、CAA レコードを見直してください。",
            "Add the vendor's value to the domain's CAA records, or review them.",
        ),
    },
    Row {
        words: &["csr"],
        code: "vendor.csr",
        field: "application.csr",
        rule: "A28",
        acts: Party::Customer,
        message: Text::fixed(
            "ベンダーが CSR を受け付けませんでした。",
            "The vendor does not accept the CSR.",
        ),
        remedy: Text::fixed(
            "新しい鍵で CSR を作成し、申請情報を更新してください。",
            "Make a CSR with a new key and update the application.",
        ),
    },
    Row {
        words: &["common_name", "dns_name", "invalid_domain", "wildcard"],
        code: "vendor.names",
        field: "application.names",
        rule: "A27",
        acts: Party::Customer,
        message: Text::fixed(
            "ベンダーがドメイン名を受け付けませんでした。",
            "The vendor does not accept one of the names.",
        ),
        remedy: Text::fixed(
            "申請ドメイン名を確認し、申請情報を更新してください。",
            "Check the names and update the application.",
        ),
    },
    Row {
        words: &["validity", "expiration_date"],
        code: "vendor.validity",
        field: "vendor_order",
        rule: "A3",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーが証明書の有効期間を受け付けませんでした。",
            "The vendor does not accept the validity asked for.",
        ),
        remedy: Text::fixed(
            "有効期間の設定と、ベンダーの注文の残り期間を確認してください。",
            "Check the configured validity and what is left of the vendor's order.",
        ),
    },
    Row {
        words: &["organization", "contact"],
        code: "vendor.organisation",
        field: "application.organisation",
        rule: "P7",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーが申請組織または連絡先の登録を受け付けませんでした。",
            "The vendor does not accept the organisation or a contact.",
        ),
        remedy: Text::fixed(
            "ベンダーの管理画面で申請組織を確認し、登録済みの組織があれば設定で法人番号に対応付けてください。",
            "Look at the organisation in the vendor's console; if it is there already, map its corporate number in \
             the settings.",
        ),
    },
    Row {
        words: &["renewal"],
        code: "vendor.renewal",
        field: "vendor_order",
        rule: "A3",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーがこの注文の更新を受け付けませんでした。",
            "The vendor does not take a renewal of the earlier order.",
        ),
        remedy: Text::fixed(
            "ベンダーの管理画面で、更新元の注文の期間と状態を確認してください。",
            "Look at the earlier order's term and status in the vendor's console.",
        ),
    },
    Row {
        words: &[""],
        code: "vendor.refused",
        field: "vendor_order",
        rule: "R19",
        acts: Party::Provider,
        message: Text::fixed("ベンダーが依頼を受け付けませんでした。", "The vendor refused the request."),
        remedy: Text::fixed(
            "ベンダーの管理画面とアカウントの設定（商品・残高・権限）を確認してください。",
            "Look at the vendor's console and the account: products, balance, permissions.",
        ),
    },
];
