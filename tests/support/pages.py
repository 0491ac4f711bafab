# Proves a page of the docs against the program.
#
#   pages.py run PAGE FOLDER [SAMPLE]    runs each command after '$' in FOLDER (what is about the sample study in SAMPLE), and
#                                        compares its answer with what stands below it
#   pages.py messages PAGE SOURCES       looks up each message of the table 'message | what to do' in the strings of the sources
#
# Ids, seals and times differ from run to run; '[...]' stands for lines left out. A block of code below a sentence that ends with
# the name of a file is that file.
# SPDX-License-Identifier: GPL-3.0-or-later
import difflib, os, pathlib, re, subprocess, sys

ID = r'\b[0-9a-f]{8}\b'
ABOUT_SAMPLE = r'B-SM-001|Triad|--section recovery|groups propose'


def settled (text):
    text = text.replace ('\u00a0', ' ').rstrip ('\n')
    for pattern, word in ((r'\b[0-9a-f]{64}\b', 'SEAL'), (ID, 'ID'), (r'\d{4}-\d\d-\d\d \d\d:\d\d', 'TIME')):
        text = re.sub (pattern, word, text)
    return [line.rstrip () for line in text.split ('\n')]


def same (wanted, got):
    pattern = '\n'.join ('(?s:.*)' if line.startswith ('[...') else re.escape (line) for line in wanted)
    return re.fullmatch (pattern, '\n'.join (got)) is not None


def write_file (before, body, folder):
    named = re.findall (r'`([\w./-]+\.(?:xml|txt|md|csv))`', before.split ('\n\n')[-2] if '\n\n' in before else before)
    if named and not body.startswith ('espalier '):
        (folder / named[-1]).write_text (body, encoding='utf-8')


# The correction of the guide: 'here with the drip and the hello of turn 2 heard otherwise'.
def write_mended (folder):
    words = (folder / 'transcripts/EP01.txt').read_text (encoding='utf-8')
    (folder / 'EP01-mended.txt').write_text (words.replace ('the drip', 'that drip', 1).replace ('hello', 'hullo'), encoding='utf-8')


def run (page, folder, sample):
    text = page.read_text (encoding='utf-8')
    ids, wrong, ran = {}, 0, 0
    for block in re.finditer (r'^```\w*\n(.*?)^```', text, re.M | re.S):
        body = block.group (1)
        if not body.startswith ('$ '):
            write_file (text[max (0, block.start () - 400):block.start ()], body, folder)
            continue
        for command, wanted in re.findall (r'^\$ (.*)\n((?:(?!\$ ).*\n)*)', body, re.M):
            if '--recover' in command or not command.startswith (('espalier', 'mkdir')):
                continue  # a damaged file is made by tests/cli/recover.t
            if 'mended' in command:
                write_mended (folder)
            for written, real in ids.items ():
                command = command.replace (written, real)
            where = sample if sample and re.search (ABOUT_SAMPLE, command) else folder
            done = subprocess.run (command, shell=True, cwd=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            got = done.stdout.decode ('utf-8')
            ids.update (zip (re.findall (ID, wanted), re.findall (ID, got)))
            ran += 1
            if not same (settled (wanted), settled (got)):
                wrong += 1
                print ('$', command)
                print ('\n'.join (difflib.unified_diff (settled (wanted), settled (got), 'page', 'program', lineterm='', n=0)))
    print (ran, 'commands')
    return wrong == 0 and ran > 10


def messages (page, sources):
    strings = ''
    for file in sorted (sources.rglob ('*.c')):
        code = re.sub (r'"\s*\n\s*"', '', file.read_text (encoding='utf-8'))
        strings += '\n'.join (re.findall (r'"((?:[^"\\\n]|\\.)*)"', code)) + '\n'
    rows = re.findall (r'^\| `([^|]*)` \|', page.read_text (encoding='utf-8').split ('| message | what to do |')[1], re.M)
    wrong = 0
    for row in rows:
        # What is filled in: names in quotes, dots, labels, kinds.
        pieces = [piece.strip (' ,;:') for piece in re.split (r"'[^']{1,6}'|…|\([^)]*\)|\b[A-Z]{2}\d\d\b|windows-1252|\bthe site\b", row)]
        missing = [piece for piece in pieces if piece and piece not in strings]
        if missing:
            wrong += 1
            print (row, 'is no message:', missing)
    print (len (rows), 'messages')
    return wrong == 0 and len (rows) > 10


def main ():
    what, page, folders = sys.argv[1], pathlib.Path (sys.argv[2]), [pathlib.Path (one) for one in sys.argv[3:]]
    if what == 'messages':
        return messages (page, folders[0])
    return run (page, folders[0], folders[1] if len (folders) > 1 else None)


sys.exit (0 if main () else 1)
