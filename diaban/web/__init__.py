"""The page shell: layout, list, record and form pages, charts and maps."""
