//! Who applies. See [`super::applicant`] on the names.

use super::applicant::Applicant;

macro_rules! people {
    ($($(#[$doc:meta])* $id:ident: $customer:literal, $name:literal, $name_en:literal, $number:literal,
        $address:expr, $person:expr, $mail:literal;)*) => {
        $($(#[$doc])* pub(super) const $id: Applicant = Applicant {
            customer: $customer,
            name: $name,
            name_en: $name_en,
            corporate_number: $number,
            address: $address,
            person: $person,
            mail: $mail,
        };)*
    };
}

const CHIYODA: [&str; 4] = ["100-0001", "東京都", "千代田区", "千代田1-1"];
const MINATO: [&str; 4] = ["105-0011", "東京都", "港区", "芝公園4-2-8"];
const OSAKA: [&str; 4] = ["540-0002", "大阪府", "大阪市中央区", "大阪城1-1"];
const NAGOYA: [&str; 4] = ["460-0031", "愛知県", "名古屋市中区", "本丸1-1"];

people! {
    /// Does everything at once.
    SHOP: "C-1001", "株式会社さくら商店", "Sakura Shoten K.K.", "7999901000001",
        CHIYODA, ["山田", "太郎", "ヤマダ タロウ"], "example.jp";
    /// Sells under a name in Japanese.
    GREENGROCER: "C-1002", "有限会社みどり青果", "Midori Seika Y.K.", "6999901000002",
        NAGOYA, ["鈴木", "一郎", "スズキ イチロウ"], "example1.jp";
    /// Applies for more than EV allows at first.
    TRUST: "C-1003", "株式会社あおば信託", "Aoba Trust K.K.", "5999901000003",
        MINATO, ["佐藤", "花子", "サトウ ハナコ"], "example2.jp";
    /// Never answers a renewal by itself.
    BROKER: "C-1004", "株式会社すばる証券", "Subaru Securities K.K.", "4999901000004",
        MINATO, ["高橋", "誠", "タカハシ マコト"], "example3.jp";
    /// Is late with everything.
    INN: "C-1005", "株式会社ゆのはな旅館", "Yunohana Ryokan K.K.", "3999901000005",
        OSAKA, ["田中", "美咲", "タナカ ミサキ"], "example4.jp";
    /// A sole proprietor (個人事業者).
    WORKSHOP: "C-1006", "やまだ工房", "Yamada Kobo", "2999901000006",
        OSAKA, ["山田", "健", "ヤマダ ケン"], "example5.jp";
    /// Reads English.
    IMPORTER: "C-1007", "株式会社みなと貿易", "Minato Boeki K.K.", "1999901000007",
        MINATO, ["伊藤", "ジュン", "イトウ ジュン"], "example6.jp";
    /// Has its contract looked at first.
    PRINTER: "C-1008", "株式会社ひかり印刷", "Hikari Insatsu K.K.", "9999901000008",
        NAGOYA, ["渡辺", "直子", "ワタナベ ナオコ"], "example7.jp";
    /// Is turned down by the vendor.
    MOVED: "C-1009", "合同会社うつろい企画", "Utsuroi Kikaku G.K.", "8999901000009",
        CHIYODA, ["中村", "翔", "ナカムラ ショウ"], "example8.jp";
    /// Changes its mind.
    CAFE: "C-1010", "合同会社こもれび珈琲", "Komorebi Coffee G.K.", "6999901000010",
        OSAKA, ["小林", "結衣", "コバヤシ ユイ"], "example9.jp";
    /// Loses its key.
    STUDIO: "C-1011", "株式会社かざぐるま製作所", "Kazaguruma Seisakusho K.K.", "5999901000011",
        CHIYODA, ["加藤", "大輔", "カトウ ダイスケ"], "example.co.jp";
}
