/** Names as the owners of repositories, files, rooms and records choose them: drawn wide, so that none is known by heart. */
import { adjective, brand, capital, city, noun, sentence, slug, verb, worldWord } from "../../lib/names.ts";
import type { Random } from "../../lib/random.ts";
import { digits, hex, letters, version } from "../../lib/tokens.ts";
import { FIRST_NAMES, LAST_NAMES } from "../../lib/words/people.ts";
import { hardNegativeValue, ordinaryValue } from "../../values/index.ts";

const split = (text: string): readonly string[] => text.trim().split(/\s+/);

const STARTS = split(
  "ba be bo ca co da de do fa fi fo ga go ha he jo ka ki ko la le li lo lu ma me mi mo na ne no pa pe po ra re ri ro sa se so ta te ti to va ve vi wa we za ze br cr dr fl gr kr pl pr sh st tr",
);
const MIDDLES = split("l m n r s t v nd lt rk mb st nt rr ll ss x z");
const ENDS = split("a e i o u an ar en er ia ik in is on or os um us y el al");

/** A word that no dictionary has: `tarmia`, `grolder`. */
function coined(rng: Random): string {
  let word = rng.pick(STARTS);
  if (!/[aeiou]$/.test(word)) word += rng.pick(["a", "e", "i", "o", "u"]);
  for (let i = rng.int(0, 2); i > 0; i--) word += rng.pick(MIDDLES) + rng.pick(["a", "e", "i", "o", "u"]);
  return word + rng.pick(MIDDLES) + rng.pick(ENDS);
}

/** Terms of computing, which name rooms, indices and repositories as well. */
const TERMS = split(`
admin alert api app archive asset auth audit backup bash batch beta billing bot build cache cart catalog cert chart chat ci
client cluster cms code command config console container core cron dashboard data debug deploy dev docker docs driver dump
edge email engine env event exec export feed file firewall flow form gateway git grid group hash helper home host hub image
import index infra ingest input inventory job json kernel key lab layer ldap lib link linux log login mail main map media
metric mirror mobile model monitor mysql net node note oauth order page panel parser passwd patch payment php ping pipeline
plugin portal post postgres proxy python query queue redis registry release report repo root rule runner sandbox scan schema
script search secret server service session setup shell shop site source spider sql ssh stack stage stats status storage
store stream sync system table tag task template temp terminal test theme ticket token tool trace tracker tunnel ui update
upload user util vault video view voice web webhook wiki worker workspace xml yaml`);

/** A plain name in ASCII letters. */
export function name(rng: Random): string {
  return rng.weighted([
    [noun(rng), 42],
    [coined(rng), 16],
    [rng.pick(TERMS), 14],
    [rng.pick(LAST_NAMES), 6],
    [adjective(rng), 6],
    [city(rng).replace(/\W/g, "").toLowerCase(), 4],
    [verb(rng), 4],
    [letters(rng, rng.int(2, 5)), 4],
    [rng.pick(FIRST_NAMES), 4],
  ]);
}

/** The name of a repository, project or package. */
export function repository(rng: Random): string {
  const word = name(rng);
  return rng.weighted([
    [word, 20],
    [`${word}-${name(rng)}`, 30],
    [`${word}_${name(rng)}`, 8],
    [capital(word) + capital(name(rng)), 8],
    [`${word}.${rng.pick(["js", "py", "rs", "nvim", "net", "github.io", "vim", "el", "app"])}`, 8],
    [
      `${rng.pick(["awesome", "my", "node", "go", "python", "vue", "react", "django", "laravel", "docker", "ansible"])}-${word}`,
      8,
    ],
    [
      `${word}-${rng.pick(["env", "api", "server", "client", "docs", "theme", "cli", "ui", "core", "scripts", "dotfiles"])}`,
      8,
    ],
    [`${word}${rng.int(2, 2030)}`, 3],
    [rng.pick(["dotfiles", "config", ".github", "website", "blog", "infra"]), 4],
  ]);
}

export function branch(rng: Random): string {
  return rng.weighted([
    [rng.pick(["main", "master", "develop", "dev", "trunk", "staging", "gh-pages", "HEAD"]), 55],
    [
      `${rng.pick(["feature", "fix", "bugfix", "hotfix", "chore", "release", "dependabot/npm_and_yarn"])}/${name(rng)}-${name(rng)}`,
      18,
    ],
    [`${rng.pick(["v", "release-", ""])}${version(rng)}`, 14],
    [`${rng.int(1, 9000)}-${slug(rng, 1, 4)}`, 6],
    [hex(rng, rng.pick([7, 10, 40])), 7],
  ]);
}

/** Files that begin with a dot, as repositories show them. */
const DOTFILES = split(`
.env.example .env.example .env.sample .env.dist .env.template .env.test .env.local.example .env.development .envrc .env
.gitignore .gitattributes .gitmodules .gitlab-ci.yml .gitea/workflows/build.yaml .gitlab/issue_templates/bug.md
.github/workflows/ci.yml .github/workflows/release.yaml .github/dependabot.yml .github/FUNDING.yml .github/CODEOWNERS
.github/ISSUE_TEMPLATE/bug_report.md .dockerignore .editorconfig .eslintrc.js .eslintrc.json .prettierrc .prettierignore
.stylelintrc .babelrc .browserslistrc .npmrc .npmignore .nvmrc .yarnrc.yml .travis.yml .circleci/config.yml .drone.yml
.woodpecker.yml .appveyor.yml .coveragerc .pylintrc .flake8 .pre-commit-config.yaml .python-version .ruby-version .rspec
.rubocop.yml .bashrc .bash_profile .zshrc .vimrc .tmux.conf .profile .inputrc .gitconfig .ssh/config.example
.config/nvim/init.lua .vscode/settings.json .vscode/launch.json .idea/modules.xml .devcontainer/devcontainer.json .htaccess
.htaccess.dist .user.ini .mailmap .clang-format .clang-tidy .cargo/config.toml .golangci.yml .goreleaser.yml .sops.yaml
.terraform.lock.hcl .well-known/security.txt .nojekyll .storybook/main.js .husky/pre-commit .changeset/config.json .DS_Store`);

export function dotfile(rng: Random): string {
  const file = rng.chance(0.75)
    ? rng.pick(DOTFILES)
    : `.${name(rng)}${rng.pick(["rc", "ignore", ".yml", ".json", "/config", ".toml", "rc.js"])}`;
  return rng.chance(0.2) ? `${name(rng)}/${file}` : file;
}

const FOLDERS = split(
  "src lib cmd internal pkg app test tests spec docs scripts bin config conf etc deploy docker db migrations public assets static include modules plugins templates examples contrib tools vendor roles charts k8s terraform ansible web server client components app/Http/Controllers config/initializers src/main/java src/test/resources wp-content/plugins",
);
const SUFFIXES = split(
  "py js ts tsx go rs c h cpp java kt php rb sh bash sql yml yaml json toml xml html css scss md rst txt ini cfg conf env lua pl ps1 bat vue svelte swift cs ex clj hs ipynb csv tf service nix lock proto graphql diff patch asp jsp bak log",
);
const WHOLE_FILES = split(`
README.md LICENSE CHANGELOG.md CONTRIBUTING.md Makefile Dockerfile docker-compose.yml docker-compose.override.yml package.json
package-lock.json composer.json composer.lock go.mod Cargo.toml pyproject.toml requirements.txt Gemfile Rakefile Jenkinsfile
Vagrantfile Procfile CMakeLists.txt pom.xml build.gradle tsconfig.json vite.config.ts webpack.config.js phpunit.xml
phpinfo.php index.php wp-config-sample.php config.sample.php config/database.yml config/secrets.yml.example web.config
nginx.conf httpd.conf my.cnf php.ini robots.txt install.sh setup.py deploy.sh backup.sh entrypoint.sh crontab
etc/passwd.example etc/nginx/sites-available/default scripts/backup_db.sh db/dump.sql db/schema.sql test/fixtures/xss.html
tests/test_sql_injection.py src/shell.c app/admin/login.php includes/functions.php secrets.example.yml keys/README.md`);

/** A file in a repository. */
export function codefile(rng: Random): string {
  if (rng.chance(0.3)) return rng.pick(WHOLE_FILES);
  const base = rng.weighted([
    [name(rng), 45],
    [`${name(rng)}_${name(rng)}`, 20],
    [`${name(rng)}-${name(rng)}`, 12],
    [capital(name(rng)) + capital(name(rng)), 15],
    [`${digits(rng, rng.pick([3, 4, 14]))}_${name(rng)}_${name(rng)}`, 5],
    [encodeURIComponent(worldWord(rng)), 3],
  ]);
  const folders = rng.chance(0.8) ? `${rng.pick(FOLDERS)}/` : "";
  const deeper = rng.chance(0.5) ? `${name(rng)}/` : "";
  return `${folders}${deeper}${base}.${rng.pick(SUFFIXES)}`;
}

const DOCUMENT_SUFFIXES = split(
  "pdf docx xlsx pptx odt ods txt md csv zip tar.gz 7z jpg JPG jpeg png heic webp svg gif mp3 flac m4a mp4 mkv mov epub kdbx psd ai dwg ics vcf eml sql bak conf exe dmg apk iso json xml yml html drawio key log",
);

/** A file as people name it, with blanks, brackets, quotes and all scripts. */
export function fileName(rng: Random): string {
  const word = () => (rng.chance(0.2) ? worldWord(rng) : rng.chance(0.3) ? capital(name(rng)) : name(rng));
  const base = rng.weighted([
    [word(), 14],
    [`${word()} ${word()}`, 18],
    [`${word()}_${word()}_v${rng.int(1, 9)}`, 10],
    [`${word()} (${rng.int(1, 9)})`, 10],
    [`${word()} [${word()}]`, 4],
    [`${rng.int(2003, 2026)}-${rng.int(10, 12)}-${rng.int(10, 28)} ${word()}`, 10],
    [
      `${rng.pick(["IMG", "DSC", "VID", "PXL", "Screenshot", "Scan", "WhatsApp Image"])}_${digits(rng, rng.pick([4, 8]))}`,
      14,
    ],
    [`${capital(rng.pick(FIRST_NAMES))}'s ${word()}`, 4],
    [`${word()} & ${word()}`, 4],
    [`${word()} #${rng.int(1, 40)}`, 3],
    [`${word()} - ${sentence(rng, 2, 5)}`, 6],
    [`${word()}; ${word()}`, 1],
    [`${rng.int(1, 99)}% ${word()}`, 1],
    [`"${word()}"`, 1],
  ]);
  return `${base}.${rng.pick(DOCUMENT_SUFFIXES)}`;
}

export function imageName(rng: Random): string {
  const base = rng.weighted([
    [slug(rng, 1, 4), 45],
    [`IMG_${digits(rng, 4)}`, 15],
    [hex(rng, rng.pick([8, 16, 32])), 15],
    [`${name(rng)}_${rng.int(1, 99)}`, 10],
    [encodeURIComponent(`${worldWord(rng)} ${name(rng)}`), 8],
    [`${name(rng)}%20(${rng.int(1, 9)})`, 5],
    [`${name(rng)}@2x`, 3],
  ]);
  return `${base}.${rng.pick(["jpg", "jpg", "JPG", "jpeg", "png", "webp", "gif", "svg", "avif"])}`;
}

/** The name of a person as people write their own. */
export function personName(rng: Random): string {
  const first = capital(rng.pick(FIRST_NAMES));
  const last = capital(rng.pick(LAST_NAMES));
  return rng.weighted([
    [`${first} ${last}`, 50],
    [ordinaryValue(rng, "name").value, 25],
    [`${first} ${rng.pick(["O'", "D'", "Mc", "van ", "de la ", "von ", "al-"])}${last}`, 8],
    [`${last}, ${first}`, 6],
    [`${first} "${capital(name(rng))}" ${last}`, 2],
    [`Dr. ${first} ${last}, ${brand(rng)}`, 3],
    [`${worldWord(rng)} ${worldWord(rng)}`, 6],
  ]);
}

/** Share of typed texts that talk of code or commands, or have odd punctuation. */
const HARD_SHARE = 0.08;

/** What people type into a search box. */
export function searched(rng: Random): string {
  if (rng.chance(HARD_SHARE)) return hardNegativeValue(rng).value;
  return rng.weighted([
    [ordinaryValue(rng, "query").value, 35],
    [ordinaryValue(rng, "foreign").value, 14],
    [ordinaryValue(rng, "product").value, 8],
    [name(rng), 16],
    [`${worldWord(rng)} ${worldWord(rng)}`, 8],
    [worldWord(rng), 8],
    [repository(rng), 4],
    [personName(rng), 4],
    [`${name(rng)} ${name(rng)} ${rng.int(1, 2030)}`, 8],
  ]);
}

/** A sentence or two as people write them into a form. */
export function prose(rng: Random): string {
  if (rng.chance(HARD_SHARE)) return hardNegativeValue(rng).value;
  const text = rng.weighted([
    [sentence(rng, 3, 12), 40],
    [ordinaryValue(rng, "message").value, 30],
    [ordinaryValue(rng, "query").value, 10],
    [Array.from({ length: rng.int(2, 7) }, () => worldWord(rng)).join(" "), 15],
  ]);
  return text + rng.pick(["", "", "?", "!", ".", "...", ":", " :)", " (see below)"]);
}
