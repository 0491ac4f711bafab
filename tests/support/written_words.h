/* The words of a study that tests write themselves: two sites, two roles, five cases.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_WRITTEN_WORDS_H
#define TESTS_WRITTEN_WORDS_H

static const char written_definition[]
    = "<study xmlns='urn:espalier:study:1' title='Written'><attributes>"
      "<attribute name='site' type='text' key='yes'><value name='North'/><value "
      "name='South'/></attribute>"
      "<attribute name='role' type='text' key='yes'><value name='user'/><value "
      "name='carer'/></attribute>"
      "<attribute name='age' type='ordered'><value name='18-30'/><value name='31-60'/></attribute>"
      "<attribute name='number' type='integer'/></attributes>"
      "<labels name='people' "
      "pattern='^(?&lt;site&gt;[A-Z])-\\s*(?&lt;role&gt;[A-Z]{2})-\\s*(?&lt;number&gt;\\d{3})$'"
      " canonical='{site}-{role}-{number}'>"
      "<part name='site' attribute='site'><value code='N' name='North'/><value code='S' "
      "name='South'/></part>"
      "<part name='role' attribute='role'><value code='SU' name='user'/><value code='CA' "
      "name='carer'/></part>"
      "<part name='number' attribute='number'/></labels>"
      "<speakers><speaker name='Interviewer' as='interviewer'><alias name='INT'/></speaker>"
      "<speaker name='Participant' as='case'/><speaker name='Husband' as='other'/></speakers>"
      "<groups><kind name='site' from='site'/><kind name='pair'><group name='First pair'>"
      "<member label='N-SU-001' as='user'/><member label='N-CA-001' "
      "as='carer'/></group></kind></groups>"
      "<schedules><schedule name='Users' version='1' for='role' value='user'>"
      "<question number='1' text='What does it mean?'><theme path='help/meaning'/></question>"
      "<question number='2' text='Who helps?'><theme path='help/friends'/></question></schedule>"
      "<schedule name='Carers' version='1' for='role' value='carer'>"
      "<question number='1' text='What does it mean?'><theme path='help/meaning'/></question>"
      "<question number='2' text='And home?'><theme "
      "path='setting/home'/></question></schedule></schedules>"
      "<documents><document file='N-plan.txt' kind='care plan' case='N-SU-001'/>"
      "<document file='rules.txt' kind='protocol' group-kind='site' group='North'/>"
      "<document file='group.txt' kind='focus group'><session date='2026-02-01' minutes='60' "
      "mode='in person'/></document>"
      "</documents></study>";

static const char written_framework[]
    = "<framework xmlns='urn:espalier:framework:1' name='Written'>"
      "<theme name='Help'><theme name='Meaning'/><theme name='Friends'><theme name='Old "
      "friends'/></theme>"
      "<theme name='Family'/></theme>"
      "<theme name='Setting'><theme name='Home'/><theme name='Work'/></theme></framework>";

static const struct
{
  const char *name, *words;
} written_documents[] = {
  { "N-SU-001.txt", "Interviewer: What does hope mean to you?\n\n"
                    "Participant: Hope is part of it. I don\u2019t give up \u2014 not ever. My dog "
                    "(Rex) helps me.\n\n"
                    "Interviewer: And friends?\n\n"
                    "Participant: My friends help me; my old friends. Some days there is no hope "
                    "at all. Is there?\n\n"
                    "Husband: She has hope. I hope so, anyway.\n" },
  { "N-CA-001.txt",
    "Interviewer: Tell me about hope at home.\n\n"
    "Participant: Home is hard. There was hope\u2026 once. \U0001F600 We hope still.\n\n"
    "Interviewer: Go on.\n\nParticipant: The dog barks [all night]. Work is far away.\n" },
  { "S-SU-001.txt",
    "Interviewer: What helps?\n\nParticipant: Friends. Friends and family, always family.\n\n"
    "Interviewer: Anything else?\n\nParticipant: No. I hope not.\n" },
  { "group.txt", "Interviewer: Welcome, all.\n\nN-SU-002: I hope this is short.\n\nS-CA-001: "
                 "Family first. Hope later.\n\n"
                 "N-SU-002: Work, then. Hope, then.\n\nInterviewer: Hope. Thank you.\n" },
  { "N-plan.txt", "The plan is signed. The hope is that she goes home.\n" },
  { "rules.txt", "All plans give hope. All plans are reviewed.\n" },
};

#endif
