# The same as benchmarks/pandas_way.py in R data.table, for a delivery whose Parquet files have been written as CSV
# (Debian has no Parquet reader for R):
#
#     Rscript benchmarks/data_table_way.R FOLDER OUT.csv
#
# FOLDER is as benchmarks/as_csv.py writes it. Every measure of the education model by every breakdown, one and two
# at a time, for the window and each year, as docs/definitions.md and docs/rulings.md have them.

suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
options(datatable.integer64 = "numeric")  # the numbers of persons are below 2^53
read <- function(name, ...) {
    # Only an empty field is missing: NA is a programme of upper-secondary school.
    fread(file.path(folder, name), na.strings = "", encoding = "UTF-8", showProgress = FALSE, ...)
}
text <- function(...) list(character = c(...))

KEY <- c("person", "profession")
PROGRAMMES <- c(TH = "tandhygienist", SSK = "sjukskoterska", LAK = "lakare")
# What the delivery covers, as its delivery.toml says.
TERMS <- c(3987L, 4049L)
SCHOOL <- c(1985L, 2025L)
YEARS <- c(1999L, 2024L)
DEGREES <- as.IDate(c("1993-07-01", "2025-06-30"))
LICENCES <- as.IDate(c("1960-01-01", "2025-12-31"))
STATUS <- c(SyssStat = 1993L, SyssStatJ = 2003L, SyssStat11 = 2011L, SyssStat19 = 2019L, BAS = 2022L)
STATUS_TO <- c(2003L, 2011L, 2018L, 2021L, 9999L)
UNEMPLOYED <- c("ALosDag", "ADelDag", "AStuDag", "ASysDag")
SCHOOLS <- c("science_technology", "social_business_humanities", "health_care", "other_vocational", "unknown_or_none")

codes <- read("codes.csv", colClasses = "character")
of_kind <- function(asked) codes[kind == asked, .(code, profession)]
groups <- read("groups.csv")
nominal <- read("nominal.csv")
municipalities <- read("municipalities.csv", colClasses = "character")
name_of <- function(text) fifelse(grepl("(*UCP)^\\w[\\w ./-]{0,39}$", text, perl = TRUE), text, NA_character_)
first_day <- function(term) {
    as.IDate(sprintf("%d-%02d-01", term %/% 2L, fifelse(term %% 2L == 0L, 1L, 7L)), format = "%Y-%m-%d")
}
months_later <- function(day, months) {  # clipped to the month's end
    number <- 12L * year(day) + month(day) - 1L + months
    first <- function(n) as.IDate(sprintf("%d-%02d-01", n %/% 12L, n %% 12L + 1L), format = "%Y-%m-%d")
    pmin(first(number) + mday(day) - 1L, first(number + 1L) - 1L)
}

# ---- own registrations: incoming exchange and contract education are ignored everywhere
rows <- read("registrations.csv", colClasses = text("HsKod", "ProgOrt", "YProg"))[!is.na(LopNr)]
rows <- rows[Termin %in% 1:2][, term := 2L * Ar + (Termin == 2L)][between(term, TERMS[1], TERMS[2])]
rows <- rows[!(InresUtbytesStud %in% 1 | Uppdrag %in% 1)]
rows[, code := fifelse(YProg %in% names(PROGRAMMES), PROGRAMMES[YProg], YProg)]
rows[!(ProgOrt %in% municipalities$code), ProgOrt := NA]
registered <- rows[, .(person = LopNr, term, code, institution = name_of(HsKod), place = ProgOrt)]
registered <- merge(registered, of_kind("programme"), by = "code", all.x = TRUE)

# ---- who started in the window
people <- registered[!is.na(profession)]
setorder(people, term, institution, place, na.last = TRUE)
people <- unique(people, by = KEY)[, year := term %/% 2L][between(year, 2000L, 2010L)]
people[, start_on := first_day(term)]
people <- merge(people, municipalities, by.x = "place", by.y = "code", all.x = TRUE)
setnames(people, c("county", "region"), c("study_county", "study_region"))
people[, c("place", "code") := NULL]

# ---- the group's first degree and licence; who had either before the start is left out
issued <- read("degrees.csv", colClasses = text("ExHsKod", "Examenskod", "ExaKategori"))
issued <- issued[!is.na(PersonLopNr) & !is.na(ExDatum) & between(ExDatum, DEGREES[1], DEGREES[2])]
issued <- issued[, .(person = PersonLopNr, code = Examenskod, issued_on = ExDatum,
    is_general = ExaKategori %in% "generell", degree_institution = name_of(ExHsKod))]
own <- merge(issued[!(is_general)], of_kind("programme"), by = "code")
setorder(own, issued_on, degree_institution, na.last = TRUE)
own <- unique(own, by = KEY)[, .(person, profession, issued_on, degree_institution)]
given <- read("licences.csv")[!is.na(LopNr) & !is.na(legitimationsdatum)]
given <- given[between(legitimationsdatum, LICENCES[1], LICENCES[2])]
given <- merge(given, of_kind("licence_codes"), by.x = "yrkeskod", by.y = "code", allow.cartesian = TRUE)
given <- given[, .(licensed_on = min(legitimationsdatum)), by = .(person = LopNr, profession)]
people <- merge(merge(people, own, by = KEY, all.x = TRUE), given, by = KEY, all.x = TRUE)
people <- people[!(issued_on < start_on) %in% TRUE & !(licensed_on < start_on) %in% TRUE]
people <- merge(people, groups, by = "profession")
# The degrees cover every start and the licences every degree: neither is ever not observable.
people[, graduated := !is.na(issued_on)][, licensed := graduated & !is.na(licensed_on)]
people[, followed := graduated & (licensed | !has_licence)]
people[, base_year := year(fifelse(follow_from == "degree", issued_on, licensed_on))]

# ---- LISA; of a row with an unknown municipality only that it was there
read_year <- function(file) {
    y <- as.integer(substr(basename(file), 13, 16))
    status <- rev(names(STATUS)[STATUS <= y & y <= STATUS_TO])
    jobs <- if (y >= 2014) c("Ssyk4_2012_J16", "Ssyk4_2012") else if (y >= 2010) c("Ssyk4_J16", "Ssyk4") else
        if (y >= 2001) "Ssyk4"
    names <- c("P1105_LopNr_PersonNr", "Ar", "Kon", "FodelseAr", "Kommun", "UtlSvBakg", "AterPNr", "ForvErs", "HSDelt",
        UNEMPLOYED, status, jobs, if (y >= 2010) "SsykStatus_J16")
    found <- read(basename(file), select = names)
    setnames(found, "P1105_LopNr_PersonNr", "person")
    found <- found[person %in% people$person & Ar == y]
    found[, employed := fcoalesce(.SD) == 1, .SDcols = status]
    found[, occupation := NA_integer_]
    if (y >= 2001) found[, occupation := fcoalesce(.SD), .SDcols = jobs]
    if (y >= 2010) found[SsykStatus_J16 %in% 6, occupation := NA]
    found[, days_unemployed := rowSums(.SD, na.rm = TRUE), .SDcols = UNEMPLOYED]
    found[, code := fifelse(is.na(Kommun), NA_character_, sprintf("%04d", Kommun))]
    found[, .(person, Ar, Kon, FodelseAr, code, UtlSvBakg, AterPNr, ForvErs, employed,
        occupation = as.character(occupation), is_studying = HSDelt %in% 1:3, days_unemployed)]
}
lisa <- rbindlist(lapply(sort(list.files(folder, "^individuals_.*csv$", full.names = TRUE)), read_year))
lisa <- merge(lisa, municipalities, by = "code", all.x = TRUE)
sound <- unique(lisa[!is.na(county) | is.na(code)])[, resident := TRUE]
refused <- unique(lisa[is.na(county) & !is.na(code), .(person, Ar)])
# A refused row beside a sound one the same year: the sound one counts.
lisa <- unique(rbind(sound, refused, fill = TRUE), by = c("person", "Ar"))[, has_row := TRUE]
people <- people[!(person %in% sound[AterPNr %in% 1, person])]

# ---- before the start and in the studies
people[, nominal := nominal[people, on = .(profession, first <= term), mult = "last", terms]]
in_term <- function(later) {
    registered[people[, .(person, profession, term = term + later)], on = .(person, profession, term), mult = "first",
        !is.na(code)]
}
people[, `:=`(in_term_2 = in_term(1L), in_year_2 = in_term(2L))]
before <- merge(people[, .(person, profession, start = term)],
    registered[!is.na(code), .(person, term, other = profession)], by = "person", allow.cartesian = TRUE)
before <- before[term < start & !(other == profession) %in% TRUE]
people[, registered_before := unique(before, by = KEY)[people, on = KEY, !is.na(term)]]
first_degree <- issued[, .(first_on = min(issued_on)), by = person]
last_general <- issued[(is_general), .(last_on = max(issued_on)), by = person]
people[, earlier_degree := fifelse((first_degree[people, on = "person", first_on] < start_on) %in% TRUE, "yes", "no")]
people[, has_general := (last_general[people, on = "person", last_on] >= start_on) %in% TRUE]
school <- read("upper_secondary.csv", colClasses = text("StudieVagKod", "Laroplan"))[!is.na(LopNr)]
school <- school[between(AvgAr, SCHOOL[1], SCHOOL[2])][, kod := substr(StudieVagKod, 1, 2)]
programmes <- read("gymnasieprogram.csv")[, .(Laroplan = laroplan, kod, grupp)]
school <- merge(school, programmes, by = c("Laroplan", "kod"), all.x = TRUE)
school <- school[, .(person = LopNr, AvgAr, upper_secondary = fcoalesce(grupp, "unknown_or_none"))]
school <- merge(people[, .(person, profession, term)], school, by = "person", allow.cartesian = TRUE)
school <- school[AvgAr <= (term - 1L) %/% 2L]  # the year of an autumn term, the year before a spring term
school <- school[order(-AvgAr, match(upper_secondary, SCHOOLS))]
people <- merge(people, unique(school, by = KEY)[, .(person, profession, upper_secondary)], by = KEY, all.x = TRUE)

# ---- sex, age and background by one year of LISA: the start's, else the latest before, else the first
near <- merge(people[, .(person, profession, year)], sound[, .(person, Ar)], by = "person", allow.cartesian = TRUE)
near <- near[, .(Ar = if (any(Ar <= year)) max(Ar[Ar <= year]) else min(Ar)), by = KEY]
about <- merge(near, sound[, .(person, Ar, Kon, FodelseAr, UtlSvBakg)], by = c("person", "Ar"))
people <- merge(people, about[, !"Ar"], by = KEY, all.x = TRUE)
people[, sex := c("man", "woman")[Kon]]
people[, age := as.character(cut(year - FodelseAr, c(-999, 21, 24, 29, 34, 999),
    c("-21", "22-24", "25-29", "30-34", "35-")))]
people[, background := fcase(UtlSvBakg %in% 11:12, "foreign", UtlSvBakg %in% 21:22, "swedish")]
people[, cohort_year := as.character(year)]
for (name in c("sex", "age", "background", "institution", "study_county", "study_region", "degree_institution"))
    set(people, which(is.na(people[[name]])), name, "unknown")
set(people, which(is.na(people$upper_secondary)), "upper_secondary", "unknown_or_none")

# ---- home, +1, +3 and the year of establishment
in_year <- function(when) {
    found <- lisa[people[, .(person, profession, Ar = when)], on = .(person, Ar)]
    # Who has no row is not resident, in a year that is covered.
    found[is.na(has_row) & between(Ar, YEARS[1], YEARS[2]), resident := FALSE]
    found[resident == FALSE, c("county", "region") := "abroad_or_dead"]
    found[, `:=`(county = fcoalesce(county, "unknown"), region = fcoalesce(region, "unknown"))]
    found[, edition := fifelse((Ar >= 2014L) %in% TRUE, "ssyk2012", "ssyk96")]
    found[, is_own := occupations[found, on = .(edition, profession, code = occupation), is_own %in% TRUE]]
    found[is.na(occupation), is_own := NA]
    has_codes <- occupations[found, on = .(edition, profession), mult = "first", !is.na(is_own)]
    found[, can_see := (Ar >= 2001L) %in% TRUE & has_codes]
}
occupations <- codes[kind %in% c("ssyk96", "ssyk2012"), .(edition = kind, profession, code, is_own = TRUE)]
home <- in_year(people$year - 1L)
people[, `:=`(home_county = home$county, home_region = home$region)]
later <- list(in_year(people$base_year + 1L), NULL, in_year(people$base_year + 3L))
# The end year of the degree's läsår is the next one for a degree of July to December.
f <- people[, year(issued_on) + (month(issued_on) >= 7L) + 1L]
then <- in_year(f)

# ---- the measures: who is asked, and the answer; each yes, no or NA for not observable
known <- function(answer, is_known) fifelse(is_known %in% TRUE, answer, NA)
measures <- list()
add <- function(name, asked, answer) measures[[name]] <<- list(asked = asked, answer = answer)
with(people, {
    everybody <- rep(TRUE, length(person))
    deadline <- first_day(term + nominal + 6L)
    add("exam_rate_nominal_3", everybody, known((issued_on < deadline) %in% TRUE, deadline <= DEGREES[2] + 1L))
    add("exam_rate_to_date", everybody, graduated)
    add("earlier_registration_share", everybody, registered_before)
    add("continued_term_2", everybody, known(in_term_2, term + 1L <= TERMS[2]))
    year_2 <- first_day(term + 2L)
    add("continued_year_2", nominal > 2L, known(in_year_2 | (issued_on < year_2) %in% TRUE,
        term + 2L <= TERMS[2] & year_2 <= DEGREES[2] + 1L))
})
STUDIES <- names(measures)
with(people, {
    add("general_degree_share", graduated, has_general)
    add("licensed_share", graduated & has_licence, licensed)
    last <- months_later(issued_on, licensed_within_months)
    add("licensed_within", graduated & has_licence, known((licensed_on <= last) %in% TRUE, last <= LICENCES[2]))
    limit <- read("inkomstgrans.csv")[match(f, year), sek]
    is_enough <- then$ForvErs * 100 > limit
    add("established", graduated & then$resident & !then$is_studying %in% TRUE,
        known(then$employed & is_enough & then$days_unemployed == 0, !is.na(then$employed) & !is.na(then$ForvErs)))
})
in_profession <- function(k) {
    # Who may be employed or not is no "no", whatever the occupation: the status is unknown too (R28, R59).
    at_work <- with(later[[k]], resident & employed)
    known(at_work & later[[k]]$is_own, later[[k]]$can_see & !is.na(at_work))
}
of_work <- function(k) with(later[[k]], {
    add(paste0("resident_", k), people$followed, resident)
    add(paste0("employed_", k), people$followed & resident, employed)
    add(paste0("in_profession_", k), people$followed & resident & employed, known(is_own, can_see))
    add(paste0("retention_", k), people$followed, in_profession(k))
})
of_places <- function(k) with(people, {
    now <- later[[k]]$county
    knows <- function(place) place != "unknown"
    add(paste0("stayed_in_study_county_", k), followed, known(now == study_county, knows(study_county) & knows(now)))
    left <- known(home_county != "abroad_or_dead", knows(home_county)) &
        known(home_county != study_county, knows(home_county) & knows(study_county))
    add(paste0("returned_home_", k), followed & left, known(now == home_county, knows(now)))
    pathway <- fcase(now == "abroad_or_dead", "abroad_or_dead",
        !knows(home_county) | !knows(study_county) | !knows(now), "unknown",
        home_county == study_county & study_county == now, "stayed_home",
        now == home_county, "returned_home", now == study_county, "stayed_in_study", default = "moved_elsewhere")
    for (name in c("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown"))
        add(paste0("pathway_", name, "_", k), followed,
            known(pathway == name, !is.na(home$resident) & !is.na(later[[k]]$resident)))
})
for (k in c(1, 3)) {
    of_work(k)
    of_places(k)
}
add("stayed_1_to_3", people$followed & in_profession(1), in_profession(3))

# ---- every measure by every set of breakdowns; for each year, pairs have sex in them
BREAKDOWNS <- c("sex", "age", "background", "upper_secondary", "earlier_degree", "institution", "home_county",
    "home_region", "study_county", "study_region", "cohort_year")
singles <- c(list(character()), as.list(BREAKDOWNS))
COARSER <- list(c("home_county", "home_region"), c("study_county", "study_region"))
pairs <- Filter(function(pair) !(list(pair) %in% COARSER), combn(BREAKDOWNS, 2, simplify = FALSE))
yearly <- Filter(function(cut) !("cohort_year" %in% cut), c(singles, Filter(function(pair) pair[1] == "sex", pairs)))
named <- function(counted, measure, cut) {
    by <- c(cut, "", "")[1:2]
    values <- lapply(by, function(name) if (name == "") "" else counted[[name]])
    cohort <- if ("year" %in% names(counted)) as.character(counted$year) else "2000-2010"
    data.table(profession = counted$profession, measure = measure, cohort = cohort,
        by_1 = by[1], value_1 = values[[1]], by_2 = by[2], value_2 = values[[2]], numerator = counted$numerator,
        denominator = counted$denominator, n_not_observable = counted$n_not_observable, value = counted$value)
}
by_every_set <- function(count, is_about_graduates) {
    more <- if (is_about_graduates) list("degree_institution")
    rbindlist(c(lapply(c(singles, pairs, more), function(cut) count(cut, c("profession", cut))),
        lapply(c(yearly, more), function(cut) count(cut, c("profession", "year", cut)))))
}
stacked <- rbindlist(lapply(names(measures), function(measure) {
    m <- measures[[measure]]
    rows <- people[, c("profession", "year", BREAKDOWNS, "degree_institution"), with = FALSE]
    rows[, denominator := as.integer(m$asked %in% TRUE & !is.na(m$answer))]
    rows[, numerator := denominator * (m$answer %in% TRUE)][, n_not_observable := 1L - denominator]
    rows[, measure := measure][!(m$asked %in% FALSE)]
}))
all_shares <- function(is_about_graduates) {
    rows <- stacked[(measure %in% STUDIES) != is_about_graduates]
    by_every_set(function(cut, keys) {
        counted <- rows[, lapply(.SD, sum), by = c("measure", keys),
            .SDcols = c("numerator", "denominator", "n_not_observable")]
        named(counted[, value := fifelse(denominator > 0L, numerator / denominator, NA_real_)], counted$measure, cut)
    }, is_about_graduates)
}
QUARTERS <- c("p25", "p50", "p75")
quartiles <- function(measure, asked, months) {
    rows <- copy(people)[, months := months][asked]
    by_every_set(function(cut, keys) {
        counted <- rows[, c(numerator = .N, setNames(as.list(quantile(months, c(.25, .5, .75))), QUARTERS)), by = keys]
        counted[, `:=`(denominator = numerator, n_not_observable = 0L)]
        rbindlist(lapply(QUARTERS, function(quarter) {
            named(counted[, value := get(quarter)], paste(measure, quarter, sep = "_"), cut)
        }))
    }, TRUE)
}
number <- function(day) 12L * year(day) + month(day)
cells <- rbindlist(c(lapply(c(FALSE, TRUE), all_shares), list(
    quartiles("months_start_to_degree", people$graduated, people[, number(issued_on) - number(start_on)]),
    quartiles("months_degree_to_licence", people$licensed, people[, number(licensed_on) - number(issued_on)])
)))
fwrite(cells, arguments[2])
