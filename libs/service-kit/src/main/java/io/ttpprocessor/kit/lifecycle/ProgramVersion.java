package io.ttpprocessor.kit.lifecycle;

/** What a program prints when it is asked for its version. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /**
   * The program's name and the version that the manifest of its jar states; without a jar, as in
   * tests, that it is not known.
   *
   * @param main a class of the program
   */
  public static String of(String name, Class<?> main) {
    String version = main.getPackage().getImplementationVersion();
    return name + " " + (version == null ? "of unknown version: not run from its jar" : version);
  }
}
