@echo off
rem Runs mikey from an installed distribution. MIKEY_JAVA_OPTS: options for the Java virtual machine.
setlocal
set "MIKEY_LIB=%~dp0..\lib"
set "MIKEY_JAVA=java"
if defined JAVA_HOME set "MIKEY_JAVA=%JAVA_HOME%\bin\java"
if not exist "%MIKEY_LIB%\mikey.jsa" (
    "%MIKEY_JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -XX:ArchiveClassesAtExit="%MIKEY_LIB%\mikey.jsa" -cp "%MIKEY_LIB%\mikey.jar" org.mikey4j.cli.StartupTraining >nul 2>&1
)
rem Java cannot ask how wide the window is. The fifth line of the answer has the columns, in whatever language.
if not defined COLUMNS for /f "skip=4 tokens=2 delims=:" %%c in ('mode con 2^>nul') do if not defined COLUMNS set /a "COLUMNS=%%c"
rem Windows that do not know colours show the codes for them.
if not defined WT_SESSION if not defined ANSICON if not defined ConEmuANSI if not defined CLICOLOR set "CLICOLOR=0"
"%MIKEY_JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -XX:SharedArchiveFile="%MIKEY_LIB%\mikey.jsa" -Djdk.console=java.base -Dorg.mikey4j.cli.terminal=console %MIKEY_JAVA_OPTS% -cp "%MIKEY_LIB%\mikey.jar" org.mikey4j.cli.Main %*
exit /b %ERRORLEVEL%
