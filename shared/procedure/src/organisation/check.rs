//! What the product and the vendor need of an organisation (P7, P8, P11).

use super::check_text::{MAX_NAME, check_text};
use super::wording::{has_abbreviated_form, has_legal_form, is_post_box, is_printable_ascii};
use super::{ApplicantType, Organisation};
use crate::contact::Line;
use crate::{Finding, Severity, Text, Validation, Vendor};

impl Organisation {
    /// What keeps this organisation from being put before the vendor (stops) and what the vendor may stop on
    /// (warnings, notes). Fields are named from the organisation: `name`, `address.city` …
    pub fn check(&self, validation: Validation, vendor: Vendor) -> Vec<Finding> {
        let texts = self.free_texts().flat_map(|(field, line)| check_text(field, line, vendor));
        texts
            .chain(self.check_names())
            .chain(self.check_applicant(validation))
            .chain(self.check_identifiers(validation))
            .chain(self.check_place(validation))
            .chain(self.main_phone.plausible_main_number())
            .chain(self.listing.is_none().then(unlisted))
            .collect()
    }

    fn check_names(&self) -> Vec<Finding> {
        let name = self.name.expose();
        let mut findings = Vec::new();
        if has_abbreviated_form(name) {
            findings.push(Finding::warning(
                "organisation.abbreviated",
                "name",
                "P7",
                Text::fixed("法人の種類が略されています。", "The legal form is abbreviated."),
                Text::fixed(
                    "登記のとおり「株式会社」などを略さず、登記と同じ位置に入力してください。",
                    "Write the legal form in full, where the register has it.",
                ),
            ));
        } else if self.applicant == ApplicantType::Corporation && !has_legal_form(name) {
            findings.push(Finding::warning(
                "organisation.no_legal_form",
                "name",
                "P7",
                Text::fixed("法人の種類(株式会社など)が見当たりません。", "The name shows no legal form."),
                Text::fixed("登記のとおりの名称を入力してください。", "Give the name as registered."),
            ));
        }
        if self.name_en.as_ref().is_some_and(|line| !is_printable_ascii(line.expose())) {
            findings.push(Finding::stop(
                "organisation.name_en",
                "name_en",
                "P7",
                Text::fixed("英語名に半角英数記号以外の文字があります。", "The English name is not ASCII."),
                Text::fixed("半角英数記号で入力してください。", "Write it in ASCII."),
            ));
        }
        // BR 7.1.2.7.4: the trade name stands first, the name after it in parentheses, in one field of 64.
        let longest =
            [Some(&self.name), self.name_en.as_ref()].into_iter().flatten().map(Line::char_len).max();
        let together =
            self.trade_name.as_ref().map(|trade| trade.char_len() + longest.unwrap_or(0) + " ()".len());
        if together.is_some_and(|length| length > MAX_NAME) {
            findings.push(Finding::stop(
                "organisation.names_too_long",
                "trade_name",
                "BR 7.1.2.7.4",
                Text::fixed(
                    "屋号と名称が合わせて 61 文字を超えています。",
                    "Trade name and name exceed 61 characters together.",
                ),
                Text::fixed(
                    "屋号を短くするか、空欄にしてください。",
                    "Shorten the trade name or leave it out.",
                ),
            ));
        }
        findings
    }

    fn check_applicant(&self, validation: Validation) -> Option<Finding> {
        if validation == Validation::Ev && !self.applicant.ev_eligible() {
            return Some(Finding::stop(
                "organisation.ev_applicant",
                "applicant",
                "A24",
                Text::fixed(
                    "EV 証明書は、登記された法人・官公庁・学校だけが申請できます。",
                    "Only registered corporations, government and schools can apply for EV.",
                ),
                Text::fixed("OV の商品をお選びください。", "Choose an OV product."),
            ));
        }
        (self.applicant == ApplicantType::SoleProprietor && self.trade_name.is_none()).then(|| {
            Finding::warning(
                "organisation.no_trade_name",
                "trade_name",
                "R68",
                Text::fixed("屋号がありません。", "There is no trade name."),
                Text::fixed(
                    "確定申告書などに記載の屋号を入力してください。",
                    "Give the trade name as it stands on the tax return.",
                ),
            )
        })
    }

    fn check_identifiers(&self, validation: Validation) -> Vec<Finding> {
        let (corporate, registered) =
            (self.identifiers.corporate_number.as_ref(), self.identifiers.registration_number.as_ref());
        let mut findings = Vec::new();
        if self.applicant == ApplicantType::SoleProprietor && (corporate.is_some() || registered.is_some()) {
            findings.push(Finding::stop(
                "organisation.not_a_corporation",
                "identifiers",
                "P8",
                Text::fixed(
                    "個人事業者には法人番号・会社法人等番号がありません。",
                    "A sole proprietor has no corporate or registration number.",
                ),
                Text::fixed(
                    "番号を削除するか、申請者の種別を見直してください。",
                    "Remove it, or correct the kind of applicant.",
                ),
            ));
        }
        if let (Some(corporate), Some(registered)) = (corporate, registered)
            && corporate.base() != registered.as_str()
        {
            findings.push(Finding::stop(
                "organisation.numbers_differ",
                "identifiers.registration_number",
                "P8",
                Text::fixed(
                    "会社法人等番号が法人番号の下 12 桁と一致しません。",
                    "The registration number is not the last 12 digits of the corporate number.",
                ),
                Text::fixed("登記事項証明書で番号を確認してください。", "Look both up in the register."),
            ));
        }
        let numbered = corporate.is_some() || registered.is_some();
        if validation == Validation::Ev && self.applicant == ApplicantType::Corporation && !numbered {
            findings.push(Finding::warning(
                "organisation.no_registration_number",
                "identifiers.registration_number",
                "EVG 7.1.4.2.5",
                Text::fixed(
                    "EV 証明書に記載する会社法人等番号がありません。",
                    "EV certificates carry the registration number; there is none.",
                ),
                Text::fixed(
                    "法人番号か会社法人等番号を入力してください。",
                    "Give the corporate or registration number.",
                ),
            ));
        }
        findings
    }

    fn check_place(&self, validation: Validation) -> Option<Finding> {
        let lines = [Some(&self.address.street), self.address.building.as_ref()];
        let boxed = lines.into_iter().flatten().any(|line| is_post_box(line.expose()));
        let severity = if validation == Validation::Ev { Severity::Stop } else { Severity::Warning };
        boxed.then(|| Finding {
            severity,
            ..Finding::stop(
                "organisation.post_box",
                "address.street",
                "EVG 3.2.2.4.1",
                Text::fixed(
                    "私書箱や気付の住所は確認できません。",
                    "A PO box or care-of address cannot be confirmed.",
                ),
                Text::fixed(
                    "実際に事業を行っている住所を入力してください。",
                    "Give the address where business is done.",
                ),
            )
        })
    }
}

fn unlisted() -> Finding {
    Finding::warning(
        "organisation.unlisted",
        "listing",
        "R44",
        Text::fixed(
            "代表電話番号が登録されている第三者機関が指定されていません。",
            "It is not said which third-party database lists the main number.",
        ),
        Text::fixed(
            "帝国データバンク・東京商工リサーチ・D-U-N-S・iタウンページなどから選んでください。",
            "Choose Teikoku Databank, Tokyo Shoko Research, D-U-N-S, iTownPage or another.",
        ),
    )
}
