/* The words that the benchmark's transcripts are made of, most frequent first, parted by spaces.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_VOCABULARY_H
#define BENCH_VOCABULARY_H

/* Words that bind a sentence, as often as people say them. */
static const char function_words[]
    = "I the and to a it you of that in they was it's so for that's don't be we is have know on "
      "but with this what just she "
      "not he there do like then I'm my or me if think because at them get all were had as can "
      "well been how one about your "
      "would when really from some her no him who now go yeah up said out very their could did "
      "going an by are has more "
      "there's they're you're we've which where didn't time people thing things something any I've "
      "then only other into than "
      "our got back why over here down should before after again even still too much never always "
      "someone anyone everything "
      "nothing maybe perhaps quite sort kind of bit lot way first last next same own each every "
      "most many few such through "
      "between without while until since though both off away around another can't won't wasn't "
      "isn't doesn't couldn't "
      "wouldn't he's she's we're they've I'd you'd I'll we'll what's who's its his us those these "
      "might must may will shall";

/* Words that take the usual endings. */
static const char stems[] = "care plan review work talk need want help ask look feel start call "
                            "visit change support listen sign copy "
                            "team meet recover risk form staff ward nurse doctor family carer "
                            "worker client service manage train record "
                            "report assess discuss involve decide agree set goal target policy "
                            "measure fund cost cut clinic hospital "
                            "community house flat street town friend mother father sister brother "
                            "daughter son husband partner neighbour "
                            "dog garden kitchen table chair door window letter phone paper page "
                            "box word number question answer problem "
                            "point part place room office desk computer system screen button note "
                            "list file folder print post ring text "
                            "mail message week month year day hour minute morning evening night "
                            "winter summer season holiday birthday "
                            "moment turn step walk run stand sit lie sleep wake eat drink cook "
                            "clean wash shop pay spend save lend borrow "
                            "own keep hold carry bring take give send pick drop pull push open "
                            "close lock stop wait stay leave arrive "
                            "return move travel drive park bus road bridge river hill field farm "
                            "tree flower bird cat horse fish bread "
                            "butter sugar coffee kettle cup plate spoon bottle glass light lamp "
                            "fire heat cold rain snow wind storm cloud "
                            "shadow colour paint picture song music radio film book read write "
                            "draw learn teach school college course "
                            "exam lesson test grade class group club church choir member leader "
                            "trust hope fear worry anger laugh smile "
                            "cry shout whisper argue fight blame forgive thank praise encourage "
                            "warn promise offer accept refuse reject "
                            "allow forbid permit order request demand complain appeal claim "
                            "suggest advise recommend explain describe "
                            "mention remember forget believe doubt guess imagine expect wonder "
                            "dream wish choose prefer like love hate "
                            "enjoy suffer hurt heal treat prescribe tablet dose medicine symptom "
                            "illness crisis relapse episode diagnose "
                            "therapy counsel practice coordinate caseload workload handover shift "
                            "duty rota refer discharge admit section "
                            "tribunal advocate consent right law act statute guide standard audit "
                            "inspect budget benefit debt rent wage "
                            "pension council landlord tenant";

static const char endings[] = " s ed ing er ers ment ation able ly ful less y ies al ity";

/* Pieces of the rare words that every corpus ends in: names, places, terms of one trade. */
static const char onsets[] = "b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc "
                             "sh sl sp st str t th tr v w wh";
static const char nuclei[] = "a e i o u ai ea ee oa oo ou ow ar er or";
static const char codas[] = "b ck d ft g ld ll m mp n nd ng nt p r rd rk rn s sh sk st t th tch x";

#endif
