"""The published tables as files: Excel, CSV twice, PX, JSON-stat, Parquet, and a catalogue of them.

`reports.files.plain.write_tables` writes what other programs of ours read back (Parquet, CSV) and
`reports.files.writing.write_files` everything that is written for readers. Each format is a module of its
own; what a cell says is decided once, in `signs`, what it is called, in `labels`, and which dimensions a
table has, in `dimensions`. The files of one release are byte for byte the same from the same tables: their
only date is the day on which the delivery was received.
"""
