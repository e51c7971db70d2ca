# Secondary suppression by SSBtools::GaussSuppression: which of the counts go.
#
#   Rscript gauss_suppression.R atoms.csv counts.csv hidden.csv
#
# atoms.csv   atom, count: which atoms add up to which count (numbered from 1)
# counts.csv  truth, primary (0 or 1), one row a count
# hidden.csv  is made: the numbers of the counts that are withheld
suppressMessages({library(Matrix); library(SSBtools)})
said <- commandArgs(trailingOnly = TRUE)
atoms <- read.csv(said[1])
counts <- read.csv(said[2])
x <- sparseMatrix(i = atoms$atom, j = atoms$count, x = 1, dims = c(max(atoms$atom), nrow(counts)))
# The order of candidates is the package's own advice: what is largest is kept first.
secondary <- GaussSuppression(
  x, candidates = order(-counts$truth), primary = which(counts$primary == 1), printInc = FALSE)
hidden <- sort(union(secondary, which(counts$primary == 1)))
write.csv(data.frame(count = hidden), said[3], row.names = FALSE)
