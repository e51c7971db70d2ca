# The same as benchmarks/pandas_way.py in R data.table, for a delivery whose Parquet files have been written as CSV
# (Debian has no Parquet reader for R):
#
#     Rscript benchmarks/data_table_way.R FOLDER OUT.csv
#
# FOLDER has registrations.csv, degrees.csv, licences.csv, individuals_YYYY.csv, codes.csv and groups.csv.

suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
file_of <- function(name) file.path(folder, name)
options(datatable.integer64 = "numeric")  # the numbers of persons are below 2^53
KEY <- c("person", "profession")
TEXT <- list(character = c("HsKod", "ProgOrt", "ExHsKod"))
BETTER <- c(TH = "tandhygienist", SSK = "sjukskoterska", LAK = "lakare")
better <- function(code) fifelse(code %in% names(BETTER), BETTER[code], code)

codes <- fread(file_of("codes.csv"), colClasses = "character")
groups <- fread(file_of("groups.csv"))
of_kind <- function(asked) codes[kind == asked, .(code, profession)]

# ---- who started
rows <- unique(fread(file_of("registrations.csv"), colClasses = TEXT, na.strings = "")[!is.na(LopNr)])
rows <- rows[Termin %in% 1:2][, term := 2L * Ar + (Termin == 2L)][between(term, 3987L, 4049L)]
rows <- merge(rows[, code := better(YProg)], of_kind("programme"), by = "code", allow.cartesian = TRUE)
setnames(rows, c("LopNr", "HsKod"), c("person", "institution"))
rows[nchar(institution) > 40, institution := NA]  # what is longer is no name
rows <- rows[!(InresUtbytesStud %in% 1 | Uppdrag %in% 1)]
setorder(rows, term, institution, ProgOrt, na.last = TRUE)
people <- unique(rows, by = KEY)[, .(person, profession, term, institution, year = term %/% 2L)]
people <- people[between(year, 2000L, 2010L)]
people[, start_on := as.IDate(sprintf("%d-%02d-01", year, fifelse(term %% 2L == 0L, 1L, 7L)))]

# ---- degrees and licences
issued <- unique(fread(file_of("degrees.csv"), colClasses = TEXT, na.strings = "")[!is.na(PersonLopNr) & !is.na(ExDatum)])
issued <- issued[between(ExDatum, as.IDate("1993-07-01"), as.IDate("2025-06-30")) & !(ExaKategori %in% "generell")]
issued <- merge(issued[, code := better(Examenskod)], of_kind("programme"), by = "code", allow.cartesian = TRUE)
issued <- issued[, .(issued_on = min(ExDatum)), by = .(person = PersonLopNr, profession)]
given <- unique(fread(file_of("licences.csv"), na.strings = "")[!is.na(LopNr) & !is.na(legitimationsdatum)])
given <- merge(given, of_kind("licence_codes"), by.x = "yrkeskod", by.y = "code", allow.cartesian = TRUE)
given <- given[, .(licensed_on = min(legitimationsdatum)), by = .(person = LopNr, profession)]
people <- merge(merge(people, issued, by = KEY, all.x = TRUE), given, by = KEY, all.x = TRUE)
people <- people[!(issued_on < start_on & !is.na(issued_on)) & !(licensed_on < start_on & !is.na(licensed_on))]
people <- merge(people, groups, by = "profession")
people[, graduated := !is.na(issued_on)][, licensed := graduated & !is.na(licensed_on)]
people[, followed := graduated & (licensed | !has_licence)]
people[, next_year := year(fifelse(follow_from == "degree", issued_on, licensed_on)) + 1L]

# ---- LISA, the cohorts' rows
status_of <- function(y) {
    c("SyssStat", "SyssStatJ", "SyssStat11", "SyssStat19", "BAS")[findInterval(y, c(1993, 2003, 2011, 2019, 2022))]
}
read_year <- function(file) {
    y <- as.integer(substr(basename(file), 13, 16))
    job <- if (y >= 2014) "Ssyk4_2012_J16" else if (y >= 2010) "Ssyk4_J16" else "Ssyk4"
    older <- sub("_J16$", "", job)
    names <- c("P1105_LopNr_PersonNr", "Ar", "Kon", "FodelseAr", "Kommun", "UtlSvBakg", "AterPNr", status_of(y))
    if (y >= 2001) names <- c(names, unique(c(job, older)))
    if (y >= 2010) names <- c(names, "SsykStatus_J16")
    found <- fread(file, select = names, showProgress = FALSE)
    setnames(found, c("P1105_LopNr_PersonNr", status_of(y)), c("person", "status"))
    found <- unique(found[person %in% people$person & Ar == y & Kommun != 9998])
    found[, occupation := if (y >= 2001) fcoalesce(get(job), get(older)) else NA_integer_]
    if (y >= 2010) found[SsykStatus_J16 %in% 6, occupation := NA_integer_]
    found[, .(person, Ar, Kon, FodelseAr, UtlSvBakg, AterPNr, employed = status == 1, occupation)]
}
lisa <- rbindlist(lapply(sort(list.files(folder, "^individuals_.*csv$", full.names = TRUE)), read_year))
people <- people[!(person %in% lisa[AterPNr %in% 1, person])]
near <- merge(people[, .(person, profession, year)], lisa[, .(person, Ar)], by = "person", allow.cartesian = TRUE)
near <- near[, .(Ar = if (any(Ar <= year)) max(Ar[Ar <= year]) else min(Ar)), by = KEY]
about <- merge(near, lisa[, .(person, Ar, Kon, FodelseAr, UtlSvBakg)], by = c("person", "Ar"))
people <- merge(people, about[, !"Ar"], by = KEY, all.x = TRUE)
people[, sex := fcoalesce(c("man", "woman")[Kon], "unknown")]
people[, age := fcoalesce(as.character(cut(year - FodelseAr, c(-1, 21, 24, 29, 34, 999),
    c("-21", "22-24", "25-29", "30-34", "35-"))), "unknown")]
people[, background := fifelse(UtlSvBakg %in% 11:12, "foreign", fifelse(UtlSvBakg %in% 21:22, "swedish", "unknown"))]
people[, institution := fcoalesce(institution, "unknown")]
after <- lisa[, .(person, next_year = Ar, employed, occupation, resident = TRUE)]
people <- merge(people, after, by = c("person", "next_year"), all.x = TRUE)
people[, resident := fifelse(between(next_year, 1999L, 2024L), resident %in% TRUE, NA)]
people[, employed := fifelse(is.na(resident), NA, fifelse(resident, employed, FALSE))]
people[, edition := fifelse(next_year >= 2014L, "ssyk2012", "ssyk96")]
people[, occupation := as.character(occupation)]
own <- codes[kind %in% c("ssyk96", "ssyk2012"), .(edition = kind, profession, occupation = code, is_own = TRUE)]
people <- merge(people, own, by = c("edition", "profession", "occupation"), all.x = TRUE)
people <- merge(people, unique(own[, .(edition, profession, has_codes = TRUE)]), by = c("edition", "profession"), all.x = TRUE)
people[, in_profession := fifelse(!employed, FALSE, fifelse(is.na(occupation), NA, is_own %in% TRUE))]
people[!(has_codes %in% TRUE & next_year >= 2001L), in_profession := NA]

# ---- every measure by every cut
CUTS <- c("sex", "age", "background", "institution")
sets <- c(list(character()), as.list(CUTS), combn(CUTS, 2, simplify = FALSE))
asked <- list(exam_rate_to_date = rep(TRUE, nrow(people)), licensed_share = people$graduated & people$has_licence,
    resident_1 = people$followed, retention_1 = people$followed)
answer <- list(exam_rate_to_date = people$graduated, licensed_share = people$licensed,
    resident_1 = people$resident, retention_1 = people$in_profession)
counted <- function(measure, cut, by_year) {
    rows <- people[asked[[measure]]]
    rows[, is := answer[[measure]][asked[[measure]]]]
    found <- rows[, .(numerator = sum(is %in% TRUE), denominator = sum(!is.na(is))),
        by = c("profession", if (by_year) "year", cut)]
    names <- c(cut, "", "")[1:2]
    values <- lapply(names, function(n) if (n == "") "" else found[[n]])
    data.table(profession = found$profession, measure = measure, numerator = found$numerator,
        denominator = found$denominator, cohort = if (by_year) as.character(found$year) else "2000-2010",
        by_1 = names[1], value_1 = values[[1]], by_2 = names[2], value_2 = values[[2]])
}
wanted <- CJ(measure = names(asked), set = seq_along(sets), by_year = c(FALSE, TRUE))
cells <- rbindlist(Map(function(m, s, y) {
    cut <- sets[[s]]
    if (!y || length(cut) < 2 || cut[1] == "sex") counted(m, cut, y)
}, wanted$measure, wanted$set, wanted$by_year))
fwrite(cells, arguments[2])
