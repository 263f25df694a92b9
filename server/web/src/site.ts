// What every page loads: suggestions below the search field.
export {};
