/* Languages in Latin letters, told by their small words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tongue.h"

#include <string.h>

/* Curly quotes were in windows-1252 and in MacRoman, and hardly ever in the code pages of DOS. */
#define WEST "WINDOWS-1252 MACINTOSH ISO-8859-15 CP850 CP437"
#define NORTH "WINDOWS-1252 MACINTOSH ISO-8859-15 CP850 CP865 CP437"
#define CENTRE "WINDOWS-1250 ISO-8859-2 CP852 MAC-CENTRALEUROPE"
#define BALTIC "WINDOWS-1257 ISO-8859-13 ISO-8859-4 CP775"
#define VIETNAM                                                                                                                                                                         \
  "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ" \
  "\xCC\x80\xCC\x81\xCC\x83\xCC\x89\xCC\xA3" /* combining: grave, acute, tilde, hook, dot */

static const Tongue western = { "", "", "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœ", 3, WEST };

/* In the order in which a tie is settled. Capitals follow from the small letters. */
static const Tongue tongues[] = {
  { "English",
    " the and to of that it was you is they have not what with from this but for are she so we my "
    "there were do know about ",
    "éèêëçïöüñàäáíóúâôæœ", 3, WEST },
  { "French",
    " de la le les et je que un une est pas il elle des on qui dans pour mais vous nous en avec du "
    "ce moi ",
    "éàèêçùîôâûïëœüæ", 5, WEST },
  { "German",
    " und die der das ich nicht ist es sie mit ein eine auch wir wie aber den so zu war von im ja "
    "dann ",
    "üäößé", 6, WEST },
  { "Spanish",
    " de que la el en no los las un una por con me se es como pero lo del y porque muy mi cuando ",
    "óíáéñúü", 6, WEST },
  { "Portuguese",
    " de que o a e do da em um uma para os com se na no mais por eu mas foi ele ela quando minha ",
    "ãçáéíóêõâúàôü", 5, WEST },
  { "Italian",
    " di che la il non un una per del sono mi ha con le si ma come anche della quando era ho ",
    "èàìòùéî", 6, WEST },
  { "Dutch",
    " de het een en van ik dat is niet op te in die zijn voor met maar we wat ook er dan hij mijn ",
    "éëïöüèêáóç", 6, WEST },
  { "Swedish", " och det att som jag en inte var med den har av men vi om till han hon ett ",
    "åäöéü", 6, NORTH },
  { "Danish or Norwegian",
    " og det at er en jeg ikke til den med af av som men vi har du han hun var meg mig ", "æøåéòô",
    6, NORTH },
  { "Finnish", " ja on ei se oli niin mutta kun kuin mun sen joka sitten se ne olen kanssa ",
    "äöåšž", 6, WEST },
  { "Icelandic", " og ekki var sem en um til hann hafa er ef vera mig fyrir ", "áíðóæöéþúý", 5,
    WEST },
  { "Catalan", " de la que el i no els amb un una per va ser les molt quan ", "óàéèíòçúïü·", 5,
    WEST },
  { "Polish", " nie to i w na z do jak ale tak jest co po za od mnie tylko kiedy pan pani ",
    "łęąóżśćńź", 6, CENTRE },
  { "Czech", " to je na se tak ale jak jsem ne do za nebo pro po byl bylo jsme a v ",
    "íáěéřščžýůúňťďó", 5, CENTRE },
  { "Slovak", " to je na sa tak ale ako som nie do za alebo pre bolo sme a v ", "áíéčýžšúľťôňäďóĺŕ",
    5, CENTRE },
  { "Hungarian", " a az nem hogy is van egy meg de ez volt csak ha mint nekem akkor ", "áéöóőíüúű",
    6, CENTRE },
  { "Romanian", " de nu la cu pe un o care mai din este am ce sunt dar iar ", "ăîâşţșț", 6,
    CENTRE " ISO-8859-16" },
  { "Croatian", " je i u se da na to sam nije ali za kako smo ne od mi ", "čšžćđ", 6, CENTRE },
  { "Slovene", " je in da se na ne sem pa za ki tudi to smo so bi ", "čšžćđ", 6, CENTRE },
  { "Turkish",
    " bir ve bu da de ne var ben ama o mi gibi sonra her daha ki mu kadar sen biz ile olan diye ",
    "çğıöşüİ", 6, "WINDOWS-1254 CP857" },
  { "Lithuanian", " ir kad tai su yra buvo bet kaip man ne jau dabar ", "ėšųįžąčūę", 6, BALTIC },
  { "Latvian", " un ir ka tas ar no man bet es par ja jums ", "āīšēņūļžčģķōŗ", 5, BALTIC },
  { "Estonian", " ja on ei et see ma oli ka kui siis ta aga mis ", "äöõüšž", 6,
    BALTIC " WINDOWS-1252" },
  { "Vietnamese",
    " khi cho trong con anh ta nay theo ra ba tuy hay nhau em hai xem sao sau thay thi tin qua ",
    VIETNAM, 3, "VISCII WINDOWS-1258 TCVN" },
};

#define TONGUES G_N_ELEMENTS (tongues)
#define WORD_MAX 8 /* bytes in the longest small word */

/* Fewer say nothing; and of a text in a language, at least one word in FEW is small. */
#define WORDS_LEAST 3
#define FEW 12

const Tongue *
tongue_get (guint i)
{
  return i < TONGUES ? &tongues[i] : NULL;
}

const Tongue *
tongue_western (void)
{
  return &western;
}

/* Small word -> a bit for each language that has it. */
static GHashTable *
small_words (void)
{
  static gsize made;
  static GHashTable *table;

  if (g_once_init_enter (&made))
    {
      GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (gsize i = 0; i < TONGUES; i++)
        {
          g_auto (GStrv) own = g_strsplit (tongues[i].words, " ", -1);
          for (char **word = own; *word != NULL; word++)
            {
              const gsize bits = GPOINTER_TO_SIZE (g_hash_table_lookup (words, *word));
              if (**word != '\0')
                g_hash_table_replace (words, g_strdup (*word),
                                      GSIZE_TO_POINTER (bits | (gsize)1 << i));
            }
        }
      table = words;
      g_once_init_leave (&made, 1);
    }
  return table;
}

G_STATIC_ASSERT (TONGUES <= TONGUES_MAX && TONGUES_MAX <= sizeof (gsize) * 8);

static gboolean
is_part_of_word (char byte)
{
  return g_ascii_isalnum (byte) || (guchar)byte >= 0x80;
}

gboolean
tongue_count (const char *bytes, gsize size, guint hits[TONGUES_MAX])
{
  GHashTable *words = small_words ();
  guint total = 0, best = 0;

  memset (hits, 0, TONGUES_MAX * sizeof *hits);

  for (gsize at = 0; at < size;)
    {
      char word[WORD_MAX + 1];
      gsize length = 0;
      gboolean plain = TRUE;
      for (; at < size && is_part_of_word (bytes[at]); at++, length++)
        {
          plain = plain && g_ascii_isalpha (bytes[at]);
          if (length < WORD_MAX)
            word[length] = g_ascii_tolower (bytes[at]);
        }
      at++;
      total += length > 0;
      if (!plain || length == 0 || length > WORD_MAX)
        continue;
      word[length] = '\0';
      gsize bits = GPOINTER_TO_SIZE (g_hash_table_lookup (words, word));
      for (gsize i = 0; bits != 0; i++, bits >>= 1)
        hits[i] += bits & 1;
    }

  for (gsize i = 0; i < TONGUES; i++)
    best = MAX (best, hits[i]);
  return best >= WORDS_LEAST && best >= total / FEW;
}

int
tongue_weight (const Tongue *tongue, gunichar letter)
{
  const char *at = g_utf8_strchr (tongue->letters, -1, g_unichar_tolower (letter));

  /* İ has no small letter of its own. */
  if (at == NULL && (at = g_utf8_strchr (tongue->letters, -1, letter)) == NULL)
    return 0;
  const gsize rank = (gsize)(at - tongue->letters), half = strlen (tongue->letters) / 2;
  return rank < half ? tongue->weight : tongue->weight - 1;
}
