/* Decoding: what says the encoding, what is guessed of texts that do not say it, and what is
 * refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "support/temporary_study.h"

/* ---- what is known for certain: the same text from every encoding and line end */

static const gunichar interesting[]
    = { 'a',    'Z',    '0',    ' ',    '\n',   '.',     '\t',    '\v',    '\f',
        0xe9,   0x301,  0x5d0,  0x627,  0x200f, 0x2019,  0x2014,  0xa0,    0x85,
        0x2028, 0x2029, 0x4e2d, 0xfffd, 0xad,   0x1f600, 0x1f468, 0x10ffff };

static char *
random_text (GRand *chance, guint max)
{
  GString *text = g_string_new (NULL);
  for (guint n = chance_below (chance, max + 1); n > 0; n--)
    g_string_append_unichar (text, interesting[chance_below (chance, G_N_ELEMENTS (interesting))]);
  return g_string_free (text, FALSE);
}

static GString *
encoded (const char *text, const char *encoding, const char *mark, gsize mark_size)
{
  gsize size;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_convert (text, -1, encoding, "UTF-8", NULL, &size, &error);
  cr_assert_not_null (bytes, "%s: %s", encoding, error != NULL ? error->message : "");
  GString *all = g_string_new_len (mark, (gssize)mark_size);
  return g_string_append_len (all, bytes, (gssize)size);
}

static const struct
{
  const char *encoding, *mark;
  gsize mark_size;
} marked[] = {
  { "UTF-8", "\xEF\xBB\xBF", 3 },    { "UTF-16LE", "\xFF\xFE", 2 },
  { "UTF-16BE", "\xFE\xFF", 2 },     { "UTF-32LE", "\xFF\xFE\0\0", 4 },
  { "UTF-32BE", "\0\0\xFE\xFF", 4 },
};

Test (decode, gives_the_same_from_every_mark_and_line_end)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  static const char *const ends[] = { "\n", "\r\n", "\r" };
  for (guint round = 0; round < 300; round++)
    {
      g_autofree char *text = random_text (chance, 100);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      g_autofree char *written = g_strjoinv (ends[round % 3], lines);
      for (gsize i = 0; i < G_N_ELEMENTS (marked); i++)
        {
          g_autoptr (GString) bytes
              = encoded (written, marked[i].encoding, marked[i].mark, marked[i].mark_size);
          Decoded decoded;
          g_autofree char *got = decode_text (bytes->str, bytes->len, NULL, &decoded, NULL);
          g_autofree char *strict = decode_strict (bytes->str, bytes->len, NULL);
          cr_assert_str_eq (got, text, "seed %u, %s", seed, marked[i].encoding);
          cr_assert_str_eq (strict, text, "seed %u, %s", seed, marked[i].encoding);
          cr_assert_str_eq (decoded.encoding, marked[i].encoding);
          cr_assert_eq (decoded.by, DECODED_MARKED);
          cr_assert (!decoded.doubtful);
        }
      Decoded decoded;
      g_autofree char *plain = decode_text (written, strlen (written), NULL, &decoded, NULL);
      cr_assert_str_eq (plain, text, "seed %u", seed);
      cr_assert_eq (decoded.by, DECODED_PLAIN);
    }
}

/* ---- what is guessed: texts in many languages, in the encodings they were kept in */

static const struct
{
  const char *text, *encodings;
} kept[] = {
  { "Interviewer: How have you been?\n\nP1: I’m fine, really – it’s the stairs. “Don’t worry,” "
    "she said, but I do… I’ve paid £40 for the taxi. She’s at the café; they let her go.\n",
    "WINDOWS-1252 MACINTOSH" },
  { "Nurse: We had a meeting at the café and that was that.\n",
    "WINDOWS-1252 ISO-8859-1 MACINTOSH CP850 CP437" },
  { "Nurse: About £20, I think. Maybe it was £25, to be honest with you.\n",
    "WINDOWS-1252 ISO-8859-1 CP850 CP437" },
  { "P2: I don’t know what they’d want from us.\n\nInterviewer: You said it wasn’t easy.\n",
    "WINDOWS-1252 MACINTOSH" },
  { "Enquêteur : Comment ça va depuis la dernière fois ?\n\nP3 : Ça va mieux, grâce à ma mère. "
    "Elle "
    "m'a aidée à préparer les repas, et j'ai été suivie par une infirmière, à côté de chez moi.\n",
    "WINDOWS-1252 ISO-8859-1 MACINTOSH CP850 CP437" },
  { "Mon cœur va mieux. Ma sœur m'a aidée, et c'était 30 € la séance, à côté de chez nous.\n",
    "ISO-8859-15 WINDOWS-1252 MACINTOSH" },
  { "Interviewerin: Schön, dass Sie da sind. Wie geht es Ihnen?\n\nP4: Ach, ganz gut. Die "
    "Pflegerin "
    "kommt täglich, meine Tochter hilft auch. Früher hätte ich das alles selbst gemacht, aber "
    "jetzt "
    "muss ich mich schonen. Die Straße ist groß und laut.\n",
    "WINDOWS-1252 ISO-8859-1 MACINTOSH CP850 CP437 WINDOWS-1250" },
  { "Entrevistadora: Gracias por venir. ¿Cómo está usted?\n\nP5: Mejor, la verdad. Mi niña me "
    "ayuda "
    "mucho por la mañana y el médico también vino aquí. ¡Qué alivio!\n",
    "WINDOWS-1252 MACINTOSH CP850 CP437" },
  { "P6: Estou melhor, não há dúvida. A minha irmã ajuda-me de manhã, e os médicos são muito "
    "atenciosos. Às vezes é difícil, mas a situação já mudou.\n",
    "WINDOWS-1252 MACINTOSH CP850" },
  { "Intervjuare: Tack för att du kom.\n\nP9: Det är bättre nu. Min dotter hjälper mig på morgonen "
    "och läkaren ringde också. Jag går små rundor när vädret är fint.\n",
    "WINDOWS-1252 MACINTOSH CP850 CP437" },
  { "P10: Det går bedre. Sygeplejersken kommer på besøg, og min søn hjælper også. Jeg håber at "
    "blive "
    "helt rask, måske til foråret. Øjnene er stadig trætte.\n",
    "WINDOWS-1252 MACINTOSH CP850" },
  { "Badaczka: Dziękuję, że pani przyszła. Jak się pani czuje?\n\nP14: Trochę lepiej. Córka pomaga "
    "mi "
    "każdego dnia, a pielęgniarka przychodzi w środę. Najgorzej było jesienią.\n",
    "WINDOWS-1250 ISO-8859-2 CP852" },
  { "Tazatel: Děkuji, že jste přišla. Jak se vám daří?\n\nP15: Už je to lepší. Dcera mi pomáhá "
    "každý "
    "den a zdravotní sestra chodí ve středu. Nejhůř bylo na podzim.\n",
    "WINDOWS-1250 ISO-8859-2 CP852" },
  { "Kérdező: Köszönöm, hogy eljött. Hogy érzi magát?\n\nP17: Kicsit jobban. A lányom minden nap "
    "segít, és a nővér szerdán jön. Ősszel volt a legrosszabb, amikor a férjem kórházban feküdt.\n",
    "WINDOWS-1250 ISO-8859-2 CP852" },
  { "Görüşmeci: Geldiğiniz için teşekkür ederim.\n\nP20: Biraz daha iyiyim. Kızım her gün bana "
    "yardım "
    "ediyor, hemşire de çarşamba günleri geliyor. En kötüsü sonbahardı.\n",
    "WINDOWS-1254 ISO-8859-9 CP857" },
  { "Tyrėja: Ačiū, kad atėjote.\n\nP21: Truputį geriau. Dukra man padeda kiekvieną dieną, o "
    "slaugytoja "
    "ateina trečiadieniais. Sunkiausia buvo rudenį, kai vyras gulėjo ligoninėje.\n",
    "WINDOWS-1257 ISO-8859-13 ISO-8859-4" },
  { "Συνέντευξη: Σας ευχαριστώ που ήρθατε.\n\nΠ24: Λίγο καλύτερα. Η κόρη μου με βοηθάει κάθε μέρα "
    "και η "
    "νοσοκόμα έρχεται την Τετάρτη.\n",
    "WINDOWS-1253 ISO-8859-7" },
  { "Интервьюер: Спасибо, что пришли.\n\nУ25: Немного лучше. Дочь помогает мне каждый день, а "
    "медсестра "
    "приходит по средам. Хуже всего было осенью, когда муж лежал в больнице.\n",
    "WINDOWS-1251 KOI8-R ISO-8859-5 IBM866 MAC-CYRILLIC" },
  { "У26: Трохи краще. Донька допомагає мені щодня, а медсестра приходить у середу. Її ґрунтовні "
    "поради "
    "є корисними.\n",
    "WINDOWS-1251 KOI8-U" },
  { "מראיינת: תודה שבאת. איך את מרגישה?\n\nמ28: קצת יותר טוב. הבת שלי עוזרת לי כל יום, והאחות "
    "מגיעה ביום "
    "רביעי.\n",
    "WINDOWS-1255" },
  { "الباحثة: شكرا لحضورك. كيف حالك؟\n\nم29: أفضل قليلا. ابنتي تساعدني كل يوم، والممرضة تأتي يوم "
    "الأربعاء.\n",
    "WINDOWS-1256 ISO-8859-6" },
  { "ผู้สัมภาษณ์: ขอบคุณที่มาค่ะ\n\nผู้ให้ข้อมูล: ดีขึ้นนิดหน่อยค่ะ ลูกสาวช่วยทุกวัน พยาบาลมาวันพุธ ตอนนี้ออกไปเดินเล่นได้แล้ว\n",
    "TIS-620" },
  { "P31: Đỡ hơn một chút. Con gái tôi giúp tôi mỗi ngày, còn y tá thì đến vào thứ tư. Khó khăn "
    "nhất là "
    "mùa thu, khi chồng tôi nằm bệnh viện. Bây giờ tôi đi bộ được rồi, con cho theo.\n",
    "VISCII" },
  { "访谈者：谢谢您来。您感觉怎么样？\n\n受访者：好一点了。女儿每天都来帮我，护士星期三来。最难的时"
    "候是秋天。\n",
    "GB18030 GBK" },
  { "訪談者：謝謝您來。您感覺怎麼樣？\n\n受訪者：好一點了。女兒每天都來幫我，護士星期三來。最難的時"
    "候是秋天。\n",
    "BIG5" },
  { "聞き手：来てくださってありがとうございます。\n\n語り手：少し良くなりました。娘が毎日手伝ってく"
    "れますし、看護師さんは水曜日に来ます。\n",
    "CP932 EUC-JP ISO-2022-JP" },
  { "면담자: 와 주셔서 감사합니다.\n\n참여자: 조금 나아졌어요. 딸이 매일 도와주고 간호사가 "
    "수요일에 옵니다.\n",
    "EUC-KR ISO-2022-KR" },
};

Test (decode, guesses_in_what_a_text_is_that_does_not_say)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_auto (GStrv) encodings = g_strsplit (kept[i].encodings, " ", -1);
      for (char **encoding = encodings; *encoding != NULL; encoding++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GString) bytes = encoded (kept[i].text, *encoding, "", 0);
          Decoded decoded = { 0 };
          g_autofree char *text = decode_text (bytes->str, bytes->len, NULL, &decoded, &error);
          cr_assert_not_null (text, "%s: %s", *encoding, error != NULL ? error->message : "");
          cr_expect_str_eq (text, kept[i].text, "%s was taken for %s", *encoding, decoded.encoding);
          cr_expect_eq (decoded.by, DECODED_GUESSED);
        }
    }
}

Test (decode, tells_utf_16_and_utf_32_without_a_mark)
{
  /* Long lines too, in which hardly a character tells that the bytes are turned; and cut off. */
  static const char *const encodings[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    for (gsize e = 0; e < G_N_ELEMENTS (encodings); e++)
      {
        g_autoptr (GString) one_line = g_string_new (kept[i].text);
        g_string_replace (one_line, "\n", " ", 0);
        const char *const texts[] = { kept[i].text, one_line->str };
        for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
          {
            g_autoptr (GString) bytes = encoded (texts[t], encodings[e], "", 0);
            Decoded decoded;
            g_autofree char *text = decode_text (bytes->str, bytes->len, NULL, &decoded, NULL);
            cr_assert_str_eq (text, texts[t], "%s", encodings[e]);
            cr_expect_str_eq (decoded.encoding, encodings[e]);
            cr_expect_eq (decoded.by, DECODED_GUESSED);
            g_autofree char *cut = decode_text (bytes->str, bytes->len - 1, NULL, &decoded, NULL);
            cr_expect (decoded.is_cut && g_str_has_suffix (cut, "\uFFFD"), "%s: %s", encodings[e],
                       cut);
          }
      }
}

/* The commonest case: an English interview with a few signs of windows-1252. */
static const char *const signs[] = { "I don’t think so.",
                                     "The nurses’ room was shut.",
                                     "She said “no” to me.",
                                     "“Well,” he said.",
                                     "He called it ‘the unit’.",
                                     "It was hard – very hard.",
                                     "From 2010–2015 it was",
                                     "Well—I went anyway.",
                                     "I thought…",
                                     "So… yes.",
                                     "It was £40 a week.",
                                     "We paid €30 for it.",
                                     "We met at the café.",
                                     "My fiancé came too.",
                                     "The crèche was shut.",
                                     "That is naïve.",
                                     "Zoë and Jörg came.",
                                     "Mrs Müller said so.",
                                     "It was only a façade.",
                                     "It was 38.5°C outside.",
                                     "It took 2½ hours.",
                                     "• the first point",
                                     "Dr\302\240Smith said so.",
                                     "They use the Thing™ there." };

Test (decode, reads_an_english_interview_with_any_sign_of_windows)
{
  static const char *const around[] = { "Interviewer: What was it like for you, and for them?\n",
                                        "P1: It was good. They were kind to me, and we talked.\n" };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (around[round % 2]);
      for (guint n = round < G_N_ELEMENTS (signs) ? 1 : 1 + chance_below (chance, 5); n > 0; n--)
        g_string_append_printf (text, "P1: %s\n%s",
                                round < G_N_ELEMENTS (signs)
                                    ? signs[round]
                                    : signs[chance_below (chance, G_N_ELEMENTS (signs))],
                                around[n % 2]);
      g_autoptr (GString) bytes = encoded (text->str, "WINDOWS-1252", "", 0);
      Decoded decoded = { 0 };
      g_autofree char *got = decode_text (bytes->str, bytes->len, NULL, &decoded, NULL);
      cr_assert_str_eq (got, text->str, "seed %u: taken for %s", seed, decoded.encoding);
    }
}

/* ---- what a person says */

Test (decode, believes_a_mark_first_then_a_person_then_itself)
{
  static const struct
  {
    const char *bytes, *said, *text, *encoding;
    DecodedBy by;
    gboolean doubtful;
  } cases[] = {
    { "caf\xe9", "ISO-8859-2", "café", "ISO-8859-2", DECODED_TOLD, FALSE },
    { "caf\xe9", "cp1251", "cafй", "cp1251", DECODED_TOLD, FALSE },
    { "plain", "windows-1252", "plain", "windows-1252", DECODED_TOLD, FALSE },
    { "caf\xc3\xa9", "utf-8", "café", "utf-8", DECODED_TOLD, FALSE },
    { "caf\xc3\xa9", "windows-1252", "cafÃ©", "windows-1252", DECODED_TOLD, TRUE },
    { "\xef\xbb\xbf"
      "caf\xc3\xa9",
      "windows-1252", "café", "UTF-8", DECODED_MARKED, TRUE },
    { "\xef\xbb\xbf"
      "caf\xc3\xa9",
      "UTF8", "café", "UTF-8", DECODED_MARKED, FALSE },
    { "\xff\xfe\xe9\x01", "utf-16", "ǩ", "UTF-16LE", DECODED_MARKED, FALSE },
    { "\x88\x85\x93\x93\x96", "CP500", "hello", "CP500", DECODED_TOLD, FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Decoded decoded = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *text
          = decode_text (cases[i].bytes, strlen (cases[i].bytes), cases[i].said, &decoded, &error);
      cr_assert_not_null (text, "%zu: %s", i, error != NULL ? error->message : "");
      cr_expect_str_eq (text, cases[i].text);
      cr_expect_str_eq (decoded.encoding, cases[i].encoding);
      cr_expect_eq (decoded.by, cases[i].by, "%zu", i);
      cr_expect_eq (decoded.doubtful, cases[i].doubtful, "%zu", i);
    }
}

Test (decode, knows_encodings_by_the_names_that_people_write)
{
  static const char *const known[]
      = { "UTF-8",     "windows-1252", "Windows 1252", "latin-1",   "ISO-8859-15", "MacRoman",
          "mac_roman", "cp850",        "Shift-JIS",    "shift_jis", "gb18030",     "ansi" };
  static const char *const unknown[]
      = { "", "windows-9999", "UTF-8//IGNORE", "UTF-8//TRANSLIT", "/", "no such thing", "--" };
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    cr_expect_not_null (decode_find (known[i]), "%s", known[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;
      cr_expect_null (decode_find (unknown[i]), "%s", unknown[i]);
      Decoded decoded;
      g_autofree char *text = decode_text ("a", 1, unknown[i], &decoded, &error);
      expect_failure (text != NULL, &error, ESP_ERROR_USAGE, "no encoding");
    }
}

/* ---- what is refused */

static const struct
{
  const char *bytes;
  gsize size;
  const char *said, *says;
} refused[] = {
  { "a\0\0\0b\nc\0d", 9, NULL, "4 NUL characters, the first in line 1, and is not a text" },
  { "\xef\xbb\xbf"
    "a\nb\0\0\0\0",
    10, NULL, "4 NUL characters, the first in line 2" },
  { "a\0b\0c\0d\0", 8, "windows-1252", "4 NUL characters, the first in line 1" },
  { "\xef\xbb\xbfone\ncaf\xe9\xe9\xe9\xe9", 14, NULL,
    "not all in UTF-8: 4 bytes are not, the first is byte 8 (0xE9, line 2); save all of it" },
  { "\x01\x02\x03\x8f\x04\x05\x06\x07\x10\x11\x12\x93\x94\x95", 14, NULL, "not a text" },
  { "one\ntwo \xff\xff\xff\xff", 12, "UTF-8",
    "not all in UTF-8: 4 bytes are not, the first is byte 9 (0xFF, line 2); say another" },
  { "one\rtwo \x81\x81\x81\x81", 12, "windows-1252",
    "not all in windows-1252: 4 bytes are not, the first is byte 9 (0x81, line 2); say another" },
};

Test (decode, says_where_bytes_are_no_text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      Decoded decoded;
      g_autofree char *text
          = decode_text (refused[i].bytes, refused[i].size, refused[i].said, &decoded, &error);
      expect_failure (text != NULL, &error, ESP_ERROR_INPUT, refused[i].says);
    }
}

/* ---- a few bytes are no characters: the text is kept, and the places are told */

static const struct
{
  const char *bytes;
  gsize size;
  const char *said, *text, *encoding;
  guint lost, nuls;
  gsize line; /* of the first that is lost, or left out */
  gboolean is_cut;
} mended[] = {
  { "one\ntwo\0three", 13, NULL, "one\ntwothree", "UTF-8", 0, 1, 2, FALSE },
  { "one\r\ntwo\r\0three", 15, NULL, "one\ntwo\nthree", "UTF-8", 0, 1, 3, FALSE },
  { "\xef\xbb\xbf"
    "a\nb\0",
    7, NULL, "a\nb", "UTF-8", 0, 1, 2, FALSE },
  { "\xff\xfe\x41\x00\x00\x00", 6, NULL, "A", "UTF-16LE", 0, 1, 1, FALSE },
  { "a\0b", 3, "windows-1252", "ab", "windows-1252", 0, 1, 1, FALSE },
  { "\xff\xfe\x41", 3, NULL, "\uFFFD", "UTF-16LE", 1, 0, 1, TRUE },
  { "\xff\xfe\x41\x00\x0a\x00\x00\xd8", 8, NULL, "A\n\uFFFD", "UTF-16LE", 1, 0, 2, TRUE },
  { "\xfe\xff\x00\x41\x00\x0a\xd8\x00\x00\x41", 10, NULL, "A\n\uFFFDA", "UTF-16BE", 1, 0, 2,
    FALSE },
  /* UTF-8 with a byte of something else is not all something else. */
  { "na\xc3\xafve\ncaf\xc3\xa9\n caf\xe9 it is", 24, NULL, "naïve\ncafé\n caf\uFFFD it is", "UTF-8",
    1, 0, 3, FALSE },
  { "caf\xc3\xa9\n caf\xe9 it is", 17, NULL, "café\n caf\uFFFD it is", "UTF-8", 1, 0, 2, FALSE },
  { "\xef\xbb\xbfone\ncaf\xe9 ", 12, NULL, "one\ncaf\uFFFD ", "UTF-8", 1, 0, 2, FALSE },
  { "one\ntwo \xff", 9, "UTF-8", "one\ntwo \uFFFD", "UTF-8", 1, 0, 2, FALSE },
  { "one\rtwo \x81", 9, "windows-1252", "one\ntwo \uFFFD", "windows-1252", 1, 0, 2, FALSE },
  { "one\ntwo \xe9", 9, "ASCII", "one\ntwo \uFFFD", "ASCII", 1, 0, 2, FALSE },
  { "\x82\xa0\x82", 3, "CP932", "あ\uFFFD", "CP932", 1, 0, 1, TRUE },
  /* Nor is ASCII with bytes that are letters nowhere together. */
  { "P1: we\nP2: went\xff\xc3(\x80 there and back\n", 35, NULL,
    "P1: we\nP2: went\uFFFD\uFFFD(\uFFFD there and back\n", "UTF-8", 3, 0, 2, FALSE },
  { "plain\ncaf\xc3\xa9\nend\xc3", 16, NULL, "plain\ncafé\nend\uFFFD", "UTF-8", 1, 0, 3, TRUE },
};

Test (decode, keeps_a_text_of_which_a_few_bytes_are_no_characters)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mended); i++)
    {
      g_autoptr (GError) error = NULL;
      Decoded decoded = { 0 };
      g_autofree char *text
          = decode_text (mended[i].bytes, mended[i].size, mended[i].said, &decoded, &error);
      cr_assert_not_null (text, "%zu: %s", i, error != NULL ? error->message : "");
      cr_expect_str_eq (text, mended[i].text, "%zu: %s", i, text);
      cr_expect_str_eq (decoded.encoding, mended[i].encoding, "%zu: %s", i, decoded.encoding);
      cr_expect_eq (decoded.lost.count, mended[i].lost, "%zu: %u lost", i, decoded.lost.count);
      cr_expect_eq (decoded.nuls.count, mended[i].nuls, "%zu: %u NULs", i, decoded.nuls.count);
      const DecodedFaults *faults = mended[i].lost > 0 ? &decoded.lost : &decoded.nuls;
      cr_expect_eq (faults->lines[0], mended[i].line, "%zu: line %zu", i, faults->lines[0]);
      cr_expect_eq (decoded.is_cut, mended[i].is_cut, "%zu", i);
    }
}

/* Bytes put into a text at random cost the text nothing else, and each of their lines is known. */
Test (decode, tells_every_line_that_has_a_stray_byte)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autoptr (GString) wanted = g_string_new (NULL);
      guint stray = 0, first = 0;
      for (guint line = 1; line <= 200; line++)
        {
          g_string_append (bytes, "P1: Schön war es nicht, naïve Frage.");
          g_string_append (wanted, "P1: Schön war es nicht, naïve Frage.");
          if (stray < 20 && chance_below (chance, 30) == 0)
            {
              g_string_append_c (bytes, (char)(0xf5 + chance_below (chance, 11)));
              g_string_append (wanted, "\uFFFD");
              first = stray++ == 0 ? line : first;
            }
          g_string_append (bytes, round % 2 == 0 ? "\r\n" : "\n");
          g_string_append_c (wanted, '\n');
        }
      Decoded decoded = { 0 };
      g_autofree char *text = decode_text (bytes->str, bytes->len, NULL, &decoded, NULL);
      cr_assert_str_eq (text, wanted->str, "seed %u", seed);
      cr_assert_eq (decoded.lost.count, stray, "seed %u", seed);
      cr_assert (stray == 0 || decoded.lost.lines[0] == first, "seed %u", seed);
      cr_assert_eq (decoded.lost.lines_count, MIN (stray, DECODED_LINES), "seed %u", seed);
    }
}

Test (decode, refuses_what_is_not_utf_8_where_it_must_be)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *says;
  } cases[] = {
    { "caf\xe9 ", 5, "neither UTF-8 nor UTF-16 (line 1)" },
    { "one\ntwo \xc3", 9, "cut off in the middle of a character (UTF-8, line 2)" },
    { "\xed\xa0\x80", 3, "neither UTF-8" },
    { "a\nb\0c", 5, "1 NUL character, the first in line 2" },
    { "\xff\xfe\x41", 3, "cut off" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = decode_strict (cases[i].bytes, cases[i].size, &error);
      expect_failure (text != NULL, &error, ESP_ERROR_INPUT, cases[i].says);
    }
}

Test (decode, takes_no_random_bytes_for_a_text)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 300; round++)
    {
      char bytes[400];
      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i]
            = (char)(round % 2 == 0 ? chance_below (chance, 256) : 1 + chance_below (chance, 255));
      Decoded decoded;
      g_autoptr (GError) error = NULL;
      /* Marks are believed, and say the rest. */
      bytes[0] = 'x';
      g_autofree char *text = decode_text (bytes, sizeof bytes, NULL, &decoded, &error);
      cr_assert_null (text, "seed %u, round %u: taken for %s", seed, round, decoded.encoding);
    }
}

/* ---- at the same time */

static gpointer
decode_all_kept (gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_auto (GStrv) encodings = g_strsplit (kept[i].encodings, " ", -1);
      g_autoptr (GString) bytes = encoded (kept[i].text, encodings[0], "", 0);
      Decoded decoded;
      g_autofree char *text = decode_text (bytes->str, bytes->len, NULL, &decoded, NULL);
      if (g_strcmp0 (text, kept[i].text) != 0)
        g_atomic_int_inc ((int *)data);
    }
  return NULL;
}

Test (decode, works_in_many_threads_at_once)
{
  GThread *threads[8];
  int wrong = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("decode", decode_all_kept, &wrong);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cr_expect_eq (wrong, 0);
}
