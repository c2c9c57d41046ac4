/**
 * The product as its users run it: built jars as processes, a lake on disk, a real PostgreSQL, and
 * faults from outside. Everything before it in the build is what it tests; nothing comes after.
 */
package io.ttpprocessor.systemtests;
